#!/usr/bin/env bash
# Measures on a throw-away PostgreSQL and Redis and under gunicorn, on 127.0.0.1 only. Prints a table.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [ "${1:-}" = --inside ]; then
  export DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@localhost:$PGPORT/bench" DJANGO_SETTINGS_MODULE=bench.settings
  export ALLOWED_HOSTS=127.0.0.1 SITE_URL=http://127.0.0.1
  export EMAIL_URL=dummymail:// DEFAULT_FROM_EMAIL=mesure@exemple.test SECRET_KEY=measures-only
  export TNE38_VAR_DIR=$2 PRIVATE_FILES_ROOT=$2/private PYTHONPATH=$PWD/scripts:$PWD
  throw_away_redis "$2"
  createdb bench
  .venv/bin/python manage.py migrate --verbosity 0
  .venv/bin/python -m bench
  exit
fi

prepare dev
need_packages postgresql postgresql-common redis-server
var=$(mktemp -d)
trap 'rm -rf "$var"' EXIT
prepare_static
throw_away_postgresql timeout 900 "${BASH_SOURCE[0]}" --inside "$var"
