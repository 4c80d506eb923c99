# The release is named, its patches are taken with each build. Every library below comes as a wheel for it, on x86-64
# and on ARM, so that no compiler is needed.
FROM python:3.12-slim-trixie AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore

WORKDIR /build

# The libraries first: they change less often than the code, and their layer is kept while the locks are the same.
# pip itself stays out of the environment that the image runs.
COPY requirements-runtime.lock requirements-build.lock ./
RUN python -m venv --without-pip /opt/microfiche \
    && pip --python /opt/microfiche/bin/python install --no-deps --require-hashes --only-binary :all: \
        --requirement requirements-runtime.lock \
    && pip install --no-deps --require-hashes --only-binary :all: --requirement requirements-build.lock

# Nothing may come from outside the locks: no registry is asked for what builds the package.
COPY pyproject.toml README.md LICENSE ./
COPY app ./app
COPY migrations ./migrations
RUN pip wheel --no-index --no-deps --no-build-isolation --wheel-dir /wheel . \
    && pip --python /opt/microfiche/bin/python install --no-index --no-deps /wheel/*.whl


FROM python:3.12-slim-trixie

# The number lets a host give a folder to the user, and an orchestrator see that it is not root.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent microfiche \
    && install --directory --owner microfiche --group microfiche /data

COPY --from=build /opt/microfiche /opt/microfiche

# The root file system may be read-only: all that is kept goes to /data, all that is not to /tmp.
ENV PATH=/opt/microfiche/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    MICROFICHE_DATA=/data

USER 10001:10001
VOLUME ["/data"]
WORKDIR /data
EXPOSE 8000
STOPSIGNAL SIGTERM

# The first start may have to build the index anew; until then the server says that it is not ready.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]

CMD ["microfiche", "serve", "--host", "0.0.0.0", "--port", "8000"]
