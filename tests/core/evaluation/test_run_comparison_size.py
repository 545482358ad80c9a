"""How large a model is, and how much of it a run learned."""

from core.evaluation.runs.run_settings import model_size
from core.project.project import Project
from core.training.runs import chosen_run


def test_a_quick_run_learns_one_layer_of_a_large_model(trained: Project) -> None:
    run = chosen_run(trained)
    assert run is not None
    size = model_size(trained, run)
    assert size is not None
    assert size.learned == 3 * 1281
    assert size.parameters > 3_000_000


def test_every_number_of_a_fine_tune_is_learned(project: Project) -> None:
    run = project.runs.create("finetune", {}, project.versions.freeze().number)
    assert model_size(project, run) is None
    (project.runs.folder(run.id) / "model.onnx").write_bytes(bytes(4_000))
    size = model_size(project, run)
    assert size is not None
    assert (size.bytes, size.parameters, size.learned) == (4_000, 1_000, 1_000)
