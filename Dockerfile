# The portal's image: web, worker and beat differ only by their command (docker-compose.yml).
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r /tmp/base.txt
WORKDIR /app
COPY . .
# The names of the static files carry their content's hash; they are compressed once, here.
RUN DJANGO_SETTINGS_MODULE=tne38.settings.development TNE38_VAR_DIR=/tmp/var \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=tne38.settings.production \
    TNE38_VAR_DIR=/data PRIVATE_FILES_ROOT=/data/private
RUN apt-get update -q \
    && apt-get install -q -y --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --create-home tne38 \
    && mkdir -p /data/private && chown -R tne38 /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER tne38
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "tne38.wsgi", "--config", "gunicorn.conf.py"]
