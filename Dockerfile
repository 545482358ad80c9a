# docker build --build-arg INSTALL=light -t drivetrain-lab .     (or INSTALL=full, with PyTorch)
# docker run -p 8501:8501 -v drivetrain:/home/lab/data drivetrain-lab
# Podman and Buildah keep the HEALTHCHECK with --format docker only.
FROM python:3.11-slim

ARG INSTALL=light
# Type for what is printed (docs/adr/0095); the light install has none of its own.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-dejavu-core fonts-wqy-microhei && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 10001 lab
WORKDIR /home/lab/app
COPY requirements.txt ./
COPY cloud/requirements.txt cloud/
# pip takes the CPU build of torch from its own index; without it, gigabytes of CUDA come along.
RUN if [ "$INSTALL" = full ]; then \
        pip install --no-cache-dir --no-compile --extra-index-url https://download.pytorch.org/whl/cpu -r requirements.txt; \
    else \
        pip install --no-cache-dir --no-compile -r cloud/requirements.txt; \
    fi
COPY . .
# The account of the app may not write here: what it imports is compiled now, once.
RUN python -c "from ui.frame.server import import_pages, import_what_functions_do as more; import_pages(); more()"
RUN mkdir /home/lab/data && chown lab /home/lab/data
USER lab
ENV DRIVETRAIN_HOME=/home/lab/data DRIVETRAIN_PROFILE=public
RUN python -c "from core.vision.backbone import backbone_path; backbone_path()"
VOLUME /home/lab/data
EXPOSE 8501
HEALTHCHECK CMD python -c "import urllib.request as r; r.urlopen('http://localhost:8501/_stcore/health', timeout=5)"
CMD ["python", "-m", "streamlit", "run", "streamlit_app.py", "--server.address", "0.0.0.0", "--server.port", "8501", "--server.headless", "true"]
