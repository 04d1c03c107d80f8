# Shared by all commands of this folder.
. "$(dirname "${BASH_SOURCE[0]}")/../payara/lib.sh"

# measure COMMAND OPTIONS: builds what is not built, then runs that command of the benchmark.
measure() {
  local jar=$ROOT/benchmarks/target/benchmarks.jar
  build
  if [ ! -f "$jar" ]; then
    echo "Building the benchmark ..."
    (cd "$ROOT" && mvn -q package -DskipTests -pl benchmarks -am) ||
      fail "build: expected to succeed; its messages are above"
  fi
  exec "$JAVA" -Xmx512m "-Dlogdrive.root=$ROOT" "-Dlogdrive.command=$1" -jar "$jar" "${@:2}"
}
