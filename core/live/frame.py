"""A frame of a camera as a picture: a small JPEG, or a sentence why it is none."""

import io

from PIL import Image, JpegImagePlugin

from core.live.trouble import Trouble

FRAME_PX = 224
"""The shorter side of what a browser sends: the model looks at no more."""
MOST_SIDE = 800


def frame_of(data: bytes) -> Image.Image:
    """The frame in `data`, RGB. Raises Trouble for what is no JPEG or is larger than any frame of
    ours: its size is known before a pixel is decoded."""
    try:
        frame = JpegImagePlugin.JpegImageFile(io.BytesIO(data))
        if max(frame.size) > MOST_SIDE:
            raise Trouble("large_frame", most=MOST_SIDE)
        frame.load()
        return frame.convert("RGB")
    except Trouble:
        raise
    except Exception as error:  # decoders raise almost anything on damaged input
        raise Trouble("no_picture") from error
