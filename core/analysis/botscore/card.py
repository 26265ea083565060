"""The model card: every figure in it comes from the report of the training."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean

from core.analysis.botscore.features import FEATURES
from core.analysis.botscore.report import CUTS, PREVALENCE, FoldResult, Report, SetCount

_DIRECTION = {-1: "only lower", 0: "both ways", 1: "only raise"}

_CARD = """# Model card: {model}

**Unfit to accuse one account.** The score says how much a profile resembles profiles that the cited authors labelled
as automated. It does not say who runs an account, whether it is coordinated with others, or whether what it says is
true. Where {prevalence:.0%} of accounts are automated, {worst:.0%} to {best:.0%} of the accounts at or above a score
of 3 were automated, depending on the data set: in {mostly_people} of {folds} held-out folds most of the flagged were
people. Use it to look at a distribution and to decide which accounts to read first.

## What it is
{recipe}
over {features} features of a profile: those that BotometerLite published (Yang, Varol, Hui, Menczer, AAAI 2020), except
`profile_use_background_image`, which today's exports no longer hold. The score is 5 x the probability, calibrated as
if half of all accounts were automated. Effects shown as reasons are exact Shapley values of the trees in calibrated
log-odds; correlated features (likes, likes a day) share an effect between them.
Reproduce: seed {seed}, LightGBM, one thread; the same bytes on the same version and processor.

| feature | unit | its growth may |
|---|---|---|
{feature_rows}

## What it learnt from
{accounts:,} labelled accounts of Twitter. No row ships: only trees, percentiles and the table of character pairs.

| set | automated | people | what | captured | licence as stated |
|---|---|---|---|---|---|
{set_rows}

- Labels are those of the cited authors and hold errors. They mean "automated", never "troll", "paid" or "coordinated".
- Accounts without posts, or without likes, dates or counts, are neither trained on nor scored.
- Each label has the same weight, and inside a label each kind of account.
- Which columns are empty names the data set. Gaps (name, lists, flags) are filled in training from a random account
  with about as many followers, without looking at the label, and in use from medians (lists: the median for that many
  followers); no feature says that a value is missing, and a filled value is never given as a reason.
- Percentiles are those of the accounts labelled human above, each counted once. Celebrities and verified accounts are
  more frequent among them than on the platform.

## How well it separates sets it has never seen
Each fold is held out whole. Two folds join sets of one label, which makes them easier than they look. Never pooled.
AUC with its 95 % interval (Hanley and McNeil); Brier score as if half were automated, 0.25 is a coin.

| held out | automated | people | AUC | Brier before | after calibration |
|---|---|---|---|---|---|
{fold_rows}

Mean AUC {mean_auc:.3f}. Published figures on sets that are not here: BotometerLite .68 on gilani-17 and .60 on
cresci-rtbust. Cross-validation inside a set gives higher figures for everybody; they say nothing about your case.

## Calibration
Platt scaling on the log-odds of held-out folds, each fold with the same weight and each label half of it:
slope {slope:.3f}, intercept {intercept:.3f}. "After" above is measured with a calibration that has not seen the fold.
It makes the score less sure of itself; it improves the worst folds and costs on the easy ones. It cannot correct for a
case that differs from all of these sets.

## What a cut-off means where {prevalence:.0%} are automated
Precision: the share of flagged accounts that are automated. Recall: the share of automated accounts that are flagged.

| held out | {cut_heads} |
|---|{cut_lines}
{cut_rows}

## What was tried
AUC on each held-out fold; the first line ships. It was chosen by looking at these same folds, so its figures lean a
little in its favour.

| recipe | {fold_heads} | mean |
|---|{fold_lines}---|
{tried_rows}

Differences below .01 in the mean are too small to choose by. Constraints cost nothing in the mean and keep the score
from rewarding an account for looking worse, e.g. for having posted more. One feature per tree would be easier to read
and loses on mixed sets. Also tried without a gain in the mean: 200 or 500 trees; constraints on lists a day, followers
a day, followers per account followed, digits in the handle; leaving out raw counts, names, lists or the handle's
likelihood; larger leaves; randomised splits.

## Where it fails
- **Time.** Captured 2010–2020, before the platform became X. A badge seen from 9 November 2022 on is treated as not
  known. Automation has changed since, and nobody has measured this model on it.
- **Language and place.** Mostly English, some Italian and Spanish. No set is Kazakh- or Russian-focused, none is
  from Central Asia. The likelihood of a handle takes English and Italian ones as usual: a transliterated name can look
  odd.
- **People who look automated**: new accounts, accounts that only read, accounts that never like, news desks and shops.
- **Automation that looks like people**: bought or stolen old accounts, accounts run by hand by paid
  writers, accounts that post in step (see cresci-stock-2018, the hardest set here).
- **Capture time.** Rates are per day of age at capture. Take the profile as it was when the posts were collected.
- **Fake followers and spam** dominate the training bots; few political accounts ({political}) are among them.
- Other platforms are not scored at all.
"""


def model_card(report: Report) -> str:
    """The model card in Markdown."""
    precisions = [fold.precision[0] for fold in report.folds]
    return _CARD.format(
        model=report.model,
        prevalence=PREVALENCE,
        worst=min(precisions),
        best=max(precisions),
        mostly_people=sum(precision < 0.5 for precision in precisions),
        folds=len(precisions),
        recipe=report.recipe,
        features=len(FEATURES),
        seed=report.seed,
        feature_rows=_rows((f"`{f.name}`", f.unit, _DIRECTION[f.constraint]) for f in FEATURES),
        accounts=report.accounts,
        set_rows=_rows(map(_set_cells, report.sets)),
        fold_rows=_rows(map(_fold_cells, report.folds)),
        mean_auc=report.mean_auc,
        slope=report.slope,
        intercept=report.intercept,
        cut_heads=" | ".join(f"precision, p ≥ {cut} | recall" for cut in CUTS),
        cut_lines="---|---|" * len(CUTS),
        cut_rows=_rows(map(_cut_cells, report.folds)),
        fold_heads=" | ".join(fold.fold for fold in report.folds),
        fold_lines="---|" * len(report.folds),
        tried_rows=_rows(_tried_cells(about, list(aucs.values())) for about, aucs in report.tried.items()),
        political=sum(s.automated for s in report.sets if s.labelled.name.startswith("political")),
    )


def _rows(rows: Iterable[Iterable[str]]) -> str:
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def _set_cells(counted: SetCount) -> list[str]:
    about = counted.labelled
    counts = [f"{counted.automated:,}", f"{counted.people:,}"]
    return [about.name, *counts, about.about, about.captured, about.licence]


def _fold_cells(fold: FoldResult) -> list[str]:
    area = f"{fold.auc.value:.3f} [{fold.auc.low:.3f}–{fold.auc.high:.3f}]"
    return [
        fold.fold,
        f"{fold.automated:,}",
        f"{fold.people:,}",
        area,
        f"{fold.brier_before:.3f}",
        f"{fold.brier_after:.3f}",
    ]


def _cut_cells(fold: FoldResult) -> list[str]:
    pairs = zip(fold.precision, fold.recall, strict=True)
    return [fold.fold, *(f"{share:.2f}" for pair in pairs for share in pair)]


def _tried_cells(about: str, aucs: list[float]) -> list[str]:
    return [about, *(f"{area:.3f}" for area in aucs), f"{fmean(aucs):.3f}"]
