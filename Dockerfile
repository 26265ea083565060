# Whence with fonts for the scripts that posts are written in; pictures are drawn without a browser.
FROM python:3.12-slim

RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --requirement requirements.txt

COPY . .
RUN useradd --create-home whence && mkdir /cases && chown whence /cases
USER whence

# WHENCE_ADDRESS: the container's own network; publish the port on 127.0.0.1 unless a sign-in stands before it.
ENV WHENCE_CASES=/cases WHENCE_ADDRESS=0.0.0.0 WHENCE_PORT=8501 WHENCE_OPEN=0 \
    PYTHONUNBUFFERED=1
VOLUME /cases
EXPOSE 8501
HEALTHCHECK --start-period=20s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/healthz', timeout=3)"]
CMD ["python", "app.py"]
