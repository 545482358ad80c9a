"""What the measured times mean: one or many at once, how many visitors, and what follows."""

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import says
from core.deploy.queueing import HOUR, queue, servers_for
from core.deploy.which_home.places import home_text, sending
from core.deploy.which_home.timing import BATCHES, Timed
from core.evaluation.runs.run_settings import model_size
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import finished_runs
from core.words import count_of, duration, file_size, large_number, number, percent
from ui.parts import charts
from ui.parts.chart_labels import end_label, line
from ui.parts.lesson import as_text
from ui.parts.palette import BLUE, ORANGE

VISITORS = (10, 100, 1_000, 5_000, 10_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)
AT_FIRST, MOST_SERVERS, PATIENCE_S = 10_000, 16, 1.0
FASTER = 1.15  # less than this is the noise of a busy computer


def measured_home(project: Project, run: RunRecord, found: Timed) -> None:
    """The curve of batches, the queue, and four sentences with the learner's own figures."""
    _batches(found)
    st.fragment(_queue)(found)
    _follows(project, run, found)


def _batches(found: Timed) -> None:
    text = home_text()
    st.markdown(f"**{text.batch}**")
    table = pd.DataFrame({"processor, ms": found.cpu, "graphics card, ms": found.gpu}) * 1000
    charts.show(
        _curve(tuple(found.cpu.items()), tuple(found.gpu.items()), charts.ink()),
        table=table.dropna(axis=1).round(1).rename_axis("at once"),
        alt=_processor(found),
        key="batch_curve",
    )
    st.markdown(f"{_processor(found)} {_graphics_card(found)}")


def _processor(found: Timed) -> str:
    text, count = home_text(), BATCHES[-1]
    times = found.cpu[1] / found.cpu[count]
    gain = text.gain_some.format(times=number(times)) if times > FASTER else text.gain_none
    one, many = duration(found.cpu[1]), _fine(found.cpu[count])
    return text.batch_told.format(one=one, many=many, count=count, gain=gain)


def _graphics_card(found: Timed) -> str:
    text, count = home_text(), BATCHES[-1]
    if not found.gpu:
        return text.no_gpu
    faster = [size for size in BATCHES if found.gpu[size] < found.cpu[size]]
    pays = text.gpu_pays.format(**{"from": faster[0]}) if faster else text.gpu_pays_not
    figures = {"one": _fine(found.gpu[1]), "many": _fine(found.gpu[count]), "count": count}
    return text.gpu_told.format(name=as_text(found.gpu_name), pays=pays, **figures)


def _fine(seconds: float) -> str:
    return f"{number(1000 * seconds)} ms"


@lru_cache(maxsize=charts.KEPT)
def _curve(
    cpu: tuple[tuple[int, float], ...], gpu: tuple[tuple[int, float], ...], _ink: str
) -> charts.Finished:
    """Milliseconds for one picture, by how many are asked about at once."""
    fig = go.Figure()
    for times, colour, dash, name in (
        (cpu, BLUE, "solid", "processor"),
        (gpu, ORANGE, "dot", "graphics card"),
    ):
        if times:
            sizes, values = zip(*((str(size), 1000 * taken) for size, taken in times), strict=True)
            line(fig, sizes, values, colour, dash)
            end_label(fig, len(sizes) - 1, values[-1], name)
    fig.update_xaxes(
        type="category", title=says("deploy", "pictures_at_once"), range=[-0.2, len(BATCHES) + 0.6]
    )
    fig.update_yaxes(title=says("deploy", "ms_a_picture"), rangemode="tozero")
    return charts.finished(fig, height=260)


def _queue(found: Timed) -> None:
    """Two sliders and what they mean; the simulation takes a few milliseconds."""
    text = home_text()
    st.markdown(f"**{text.queue}**")
    visitors, servers = st.columns(2, gap="large")
    an_hour = visitors.select_slider(
        text.visitors, VISITORS, AT_FIRST, format_func=large_number, key="queue_visitors"
    )
    count = servers.slider(text.servers, 1, MOST_SERVERS, 1, key="queue_servers")
    met = queue(an_hour, found.seconds, count)
    if met.keeps_up:
        mean, slow = duration(met.mean), duration(met.slowest_twentieth)
        st.markdown(text.keeps_up.format(mean=mean, slow=slow, busy=percent(met.busy)))
    else:
        more, load = large_number(met.grows_by(an_hour)), number(met.load)
        st.markdown(text.grows.format(more=more, load=load))
    enough = count_of(servers_for(an_hour, found.seconds, PATIENCE_S), "server")
    st.caption(text.enough.format(servers=enough, pictures=len(found.seconds)))


def _follows(project: Project, run: RunRecord, found: Timed) -> None:
    text, size = home_text(), model_size(project, run)
    pictures = project.dataset.images()
    own = {
        "total": duration(sending(found.sent) + found.one),
        "sending": duration(sending(found.sent)),
        "one": duration(found.one),
        "pictures": f"{len(pictures):,}",
        "all": file_size(found.sent * len(pictures)),
        "runs": count_of(len(finished_runs(project)), "model"),
        "model": file_size(size.bytes) if size else "the model",
        "an_hour": large_number(HOUR / found.one),
        "here": number(text.places["here"].euros_a_year),
    }
    st.markdown(f"**{text.read_off}**")
    st.markdown("\n".join(f"- {said.format(**own)}" for said in text.sentences.values()))
