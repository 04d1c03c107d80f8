# Shared by payara/run, payara/broker and payara/demo. Needs bash only: no curl, no jq.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
MICRO=$ROOT/payara/target/payara-micro.jar
INGEST_WAR=$ROOT/ingest-war/target/ingest.war
DESTINATION_WAR=$ROOT/destination-war/target/destination.war
HTTPS_JARS=$ROOT/payara/target/https
BROKER_JARS=$ROOT/payara/target/broker
AGENT=$ROOT/agent-client/target/agent-client.jar

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# Builds what is not built.
build() {
  local missing=()
  local file
  for file in "$MICRO" "$INGEST_WAR" "$DESTINATION_WAR" "$AGENT"; do
    [ -f "$file" ] || missing+=("$file")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v mvn > /dev/null || fail "not built, and mvn: expected on the PATH, found nothing"
  echo "Building (once; this takes a minute or two) ..."
  (cd "$ROOT" && mvn -q package -DskipTests -pl payara,ingest-war,destination-war,agent-client -am) ||
    fail "build: expected to succeed; its messages are above"
}

# port_open PORT: whether something on this machine listens there.
port_open() {
  (exec 3<> "/dev/tcp/${HTTP_HOST:-127.0.0.1}/$1") 2> /dev/null
}

# get PORT PATH: the body of an HTTP GET, whatever its status; fails when there is no answer.
get() {
  local line
  exec 4<> "/dev/tcp/${HTTP_HOST:-127.0.0.1}/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n' "$2" >&4
  while IFS= read -r -t 20 line <&4; do
    [ "$line" = $'\r' ] && break
  done
  timeout 20 cat <&4
  exec 4>&-
} 2> /dev/null

# seconds since the epoch
now() { printf '%(%s)T' -1; }
