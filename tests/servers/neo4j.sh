#!/usr/bin/env bash
# A real Neo4j Community server out of Maven artefacts, in the foreground (GPLv3: the jars stay outside the repository).
#
#   neo4j.sh jars                      fetch the jars once and print their folder
#   neo4j.sh run PORT HOME [PASSWORD]  serve Bolt on 127.0.0.1:PORT until killed; all files under HOME
#
# CHATREC_NEO4J_CACHE: where the jars are kept (default ~/.cache/chatrec/neo4j). Without PASSWORD nobody is asked for one;
# with one it is set in an empty HOME.
set -euo pipefail

version=5.26.31
cache=${CHATREC_NEO4J_CACHE:-$HOME/.cache/chatrec/neo4j}
jars=$cache/$version

fetch() {
  [[ -d $jars ]] && return
  mkdir -p "$cache"
  local work; work=$(mktemp -d "$cache/fetch.XXXXXX")
  cat >"$work/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion><groupId>chatrec</groupId><artifactId>neo4j</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>$version</version></dependency>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>$version</version></dependency>
  </dependencies>
</project>
POM
  mvn --batch-mode --quiet --file "$work/pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory="$work/jars" >&2
  mv -T "$work/jars" "$jars" || [[ -d $jars ]]   # another run may have been first
  rm -rf "$work"
}

run() {
  local port=$1 home=$2 password=${3:-}
  mkdir -p "$home/conf"
  cat >"$home/conf/neo4j.conf" <<CONF
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:$port
server.bolt.advertised_address=127.0.0.1:$port
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=64m
dbms.security.auth_enabled=$([[ $password ]] && echo true || echo false)
dbms.usage_report.enabled=false
db.tx_log.preallocate=false
CONF
  if [[ $password && ! -d $home/data ]]; then
    NEO4J_HOME=$home NEO4J_CONF=$home/conf java -cp "$jars/*" org.neo4j.cli.AdminTool dbms set-initial-password "$password" >&2
  fi
  exec java -Xmx512m -Dlog4j2.disable.jmx=true --add-opens=java.base/java.nio=ALL-UNNAMED \
    --add-opens=java.base/java.io=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED -cp "$jars/*" \
    org.neo4j.server.CommunityEntryPoint "--home-dir=$home" "--config-dir=$home/conf" --console-mode
}

case ${1:-} in
  jars) fetch && echo "$jars" ;;
  run) fetch && run "${@:2}" ;;
  *) sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$0"; exit 2 ;;
esac
