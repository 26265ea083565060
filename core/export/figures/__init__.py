"""The figures of every page: frames in, a Plotly spec out; pages draw them, and exports write them."""
