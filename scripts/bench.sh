#!/usr/bin/env bash
# Measures on a throw-away PostgreSQL and under gunicorn, on 127.0.0.1 only; about two minutes. Prints a table.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [ "${1:-}" = --inside ]; then
  export DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@localhost:$PGPORT/bench" DJANGO_SETTINGS_MODULE=bench.settings
  export ALLOWED_HOSTS=127.0.0.1 SITE_URL=http://127.0.0.1 CELERY_BROKER_URL=filesystem://
  export EMAIL_URL=dummymail:// DEFAULT_FROM_EMAIL=mesure@exemple.test SECRET_KEY=measures-only
  export TNE38_VAR_DIR=$2 PRIVATE_FILES_ROOT=$2/private PYTHONPATH=$PWD/scripts:$PWD
  mkdir -p "$2/queue/messages" "$2/queue/control"
  createdb bench
  .venv/bin/python manage.py migrate --verbosity 0
  .venv/bin/python -m bench
  exit
fi

prepare dev
need_packages postgresql postgresql-common
var=$(mktemp -d)
trap 'rm -rf "$var"' EXIT
prepare_static
throw_away_postgresql timeout 900 "${BASH_SOURCE[0]}" --inside "$var"
