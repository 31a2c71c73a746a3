# Shared by the commands of the Makefile: finding Python, installing what is missing, once.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What WeasyPrint loads. Without libharfbuzz-subset0 each PDF takes up to twice the time.
PDF_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
# The real services and the browser of the tests.
TEST_PACKAGES=(postgresql postgresql-common redis-server chromium)

say() { printf '\033[1m▸ %s\033[0m\n' "$*" >&2; }
die() {
  printf '\033[1;31m✘ %s\033[0m\n' "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "Cette commande demande les droits d’administration : $*"
  fi
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Installs the named Debian packages that are missing; asks the package lists only then.
need_packages() {
  command -v dpkg-query >/dev/null ||
    die "Installation automatique prévue pour Debian et Ubuntu. À installer ici par vos moyens : $*"
  local name missing=()
  for name in "$@"; do is_installed "$name" || missing+=("$name"); done
  [ ${#missing[@]} = 0 ] && return
  say "Installation des paquets du système : ${missing[*]}"
  as_root apt-get update -q >&2 || die "apt-get update a échoué ; à installer : ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >&2 ||
    die "L’installation a échoué ; à installer : ${missing[*]}"
}

is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  local name
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null && is_recent "$name"; then
      printf '%s\n' "$name"
      return
    fi
  done
  die "Python 3.11 ou plus récent est nécessaire (paquet python3 de Debian 12, Ubuntu 24.04 ou suivants)."
}

make_venv() {
  if [ -x .venv/bin/python ] && is_recent .venv/bin/python; then return; fi
  local python
  python=$(find_python)
  # Debian ships Python without what makes an environment.
  "$python" -c 'import ensurepip, venv' 2>/dev/null ||
    need_packages python3-venv "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
  say "Création de .venv avec $("$python" --version)"
  rm -rf .venv
  "$python" -m venv .venv
}

digest() { sha256sum "requirements/$1.txt" | cut -d ' ' -f 1; }

# prepare base|dev: the locked packages in .venv, installed again only when their list has changed.
prepare() {
  local stamp=.venv/installed
  exec 9>.venv.lock
  flock 9 # two commands started together install one after the other
  make_venv
  if ! grep -qsx "$(digest "$1")" "$stamp"; then
    say "Installation des paquets Python (requirements/$1.txt)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
      -r "requirements/$1.txt" || die "L’installation des paquets Python a échoué."
    digest base >"$stamp"
    if [ "$1" = dev ]; then digest dev >>"$stamp"; fi # dev.txt holds all of base.txt
  fi
  exec 9>&-
  need_packages "${PDF_PACKAGES[@]}"
}

# Chromium goes by several names; a browser that is there is not installed again.
need_test_packages() {
  local wanted=("${TEST_PACKAGES[@]}")
  if find_chromium >/dev/null; then wanted=("${wanted[@]/chromium/}"); fi
  # shellcheck disable=SC2068 # an emptied name must disappear
  need_packages ${wanted[@]}
  find_chromium >/dev/null || die "Chromium est introuvable : installez le paquet chromium."
  command -v pg_virtualenv >/dev/null || die "pg_virtualenv est introuvable : paquet postgresql-common."
  command -v redis-server >/dev/null || die "redis-server est introuvable : paquet redis-server."
}

find_chromium() { command -v "${TNE38_CHROMIUM:-chromium}" || command -v chromium-browser; }

# The static files are named after their content and compressed once, and again only when one has changed.
prepare_static() {
  local manifest=staticfiles/staticfiles.json
  if [ "$manifest" -nt .venv/installed ] && [ -z "$(find static -newer "$manifest" -print -quit)" ]; then return; fi
  say "Préparation des fichiers statiques"
  DJANGO_SETTINGS_MODULE=tne38.settings.development flock .venv.lock \
    .venv/bin/python manage.py collectstatic --no-input --verbosity 0
}

free_port() {
  .venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# throw_away_postgresql COMMAND…: runs it with PGHOST, PGPORT, PGUSER and PGPASSWORD of a new, empty cluster.
throw_away_postgresql() {
  local temporary=()
  # A cluster of its own folder even as root, so that two runs can go on at the same time.
  if pg_virtualenv -h 2>&1 | grep -q -- '-t '; then temporary=(-t); fi
  LANG=C.UTF-8 LC_ALL=C.UTF-8 pg_virtualenv "${temporary[@]}" -o fsync=off -o synchronous_commit=off \
    -o full_page_writes=off -o max_connections=200 -- "$@"
}

# throw_away_redis FOLDER: starts one on a free port until this script ends, and exports CELERY_BROKER_URL.
throw_away_redis() {
  local port
  port=$(free_port)
  redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$1" >"$1/redis.log" 2>&1 &
  redis=$!
  trap 'kill "$redis" 2>/dev/null; wait "$redis" 2>/dev/null || true' EXIT
  for _ in $(seq 50); do redis-cli -p "$port" ping >/dev/null 2>&1 && break || sleep 0.1; done
  redis-cli -p "$port" ping >/dev/null || die "redis-server n’a pas démarré : $(cat "$1/redis.log")"
  export CELERY_BROKER_URL="redis://127.0.0.1:$port"
}
