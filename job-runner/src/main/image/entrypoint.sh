#!/bin/sh
# Starts the program that the first argument names:
#   run, prepare, report
#                 the runner (dev.sparkbench.runner.RunnerMain)
#   compare       compares two performance.json (dev.sparkbench.runner.CompareMain)
#   executor      a Spark executor, by the contract of Spark on Kubernetes: everything is in SPARK_* variables
#
# Works as any user ID and writes nothing outside of SPARKBENCH_SCRATCH.
set -eu

scratch=${SPARKBENCH_SCRATCH:-/tmp}
class_path_file=${SPARKBENCH_CLASSPATH_FILE:-/app/jib-classpath-file}
class_path=@$class_path_file
further=
# The jars of a table format are in a folder of their own, because most runs do not need them.
if [ -n "${SPARKBENCH_TABLE_FORMAT:-}" ]; then
  further=:$(dirname "$class_path_file")/formats/$SPARKBENCH_TABLE_FORMAT/*
fi
# Jars that an image adds for all its JVMs, such as an engine with a shuffle manager: Spark makes that before it
# fetches spark.jars. They come last, so that no class of Spark is replaced.
for jar in "$(dirname "$class_path_file")"/jars/*.jar; do
  if [ -e "$jar" ]; then
    further=$further:$(dirname "$class_path_file")/jars/*
    break
  fi
done
if [ -n "$further" ]; then
  class_path=$(sed 's/^"//; s/"$//' "$class_path_file")$further
fi
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
else
  java=java
fi

# HOME hides the user's own profile and kubeconfig. User IDs without a name get one. The pod's address is known without
# a request to the network.
HOME=$scratch
HADOOP_USER_NAME=${HADOOP_USER_NAME:-spark}
export HOME HADOOP_USER_NAME
pod_ip=${SPARK_EXECUTOR_POD_IP:-${SPARKBENCH_POD_IP:-}}
if [ -n "$pod_ip" ]; then
  SPARK_LOCAL_IP=$pod_ip
  export SPARK_LOCAL_IP
fi

case ${1:-} in
  run | prepare | report)
    command=$1
    set -- dev.sparkbench.runner.RunnerMain "$command"
    set -- -cp "$class_path" "$@"
    if [ -n "${SPARKBENCH_DRIVER_MEMORY:-}" ]; then
      set -- "-Xmx$SPARKBENCH_DRIVER_MEMORY" "$@"
    fi
    # A report is made in seconds: what would be compiled well, or collected in parallel, ends before that pays.
    if [ "$command" = report ]; then
      set -- -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$@"
    fi
    ;;
  compare)
    shift
    set -- -cp "$class_path" dev.sparkbench.runner.CompareMain "$@"
    ;;
  executor)
    set -- \
      "-Xms$SPARK_EXECUTOR_MEMORY" "-Xmx$SPARK_EXECUTOR_MEMORY" \
      -cp "$class_path" \
      dev.sparkbench.runner.ExecutorMain \
      --driver-url "$SPARK_DRIVER_URL" \
      --executor-id "$SPARK_EXECUTOR_ID" \
      --cores "$SPARK_EXECUTOR_CORES" \
      --app-id "$SPARK_APPLICATION_ID" \
      --hostname "$SPARK_EXECUTOR_POD_IP" \
      --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" \
      --podName "$SPARK_EXECUTOR_POD_NAME"
    # SPARK_JAVA_OPT_0, _1, ... are one option each, spaces included. Put in front from the last to the first.
    last=0
    while eval "[ -n \"\${SPARK_JAVA_OPT_$last+set}\" ]"; do
      last=$((last + 1))
    done
    while [ "$last" -gt 0 ]; do
      last=$((last - 1))
      eval "option=\$SPARK_JAVA_OPT_$last"
      set -- "$option" "$@"
    done
    ;;
  *)
    echo "usage: entrypoint.sh run|prepare|report|compare|executor" >&2
    exit 2
    ;;
esac

# The list is Spark's JavaModuleOptions. Spark serialises the lineage of iterative algorithms by recursion: ALS needs
# more than the usual megabyte of stack from 10 iterations on.
exec "$java" \
  "-Djava.io.tmpdir=$scratch" \
  "-Duser.home=$scratch" \
  -Xss8m \
  -XX:+IgnoreUnrecognizedVMOptions \
  --add-opens=java.base/java.lang=ALL-UNNAMED \
  --add-opens=java.base/java.lang.invoke=ALL-UNNAMED \
  --add-opens=java.base/java.lang.reflect=ALL-UNNAMED \
  --add-opens=java.base/java.io=ALL-UNNAMED \
  --add-opens=java.base/java.net=ALL-UNNAMED \
  --add-opens=java.base/java.nio=ALL-UNNAMED \
  --add-opens=java.base/java.util=ALL-UNNAMED \
  --add-opens=java.base/java.util.concurrent=ALL-UNNAMED \
  --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED \
  --add-opens=java.base/jdk.internal.ref=ALL-UNNAMED \
  --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
  --add-opens=java.base/sun.nio.cs=ALL-UNNAMED \
  --add-opens=java.base/sun.security.action=ALL-UNNAMED \
  --add-opens=java.base/sun.util.calendar=ALL-UNNAMED \
  --add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED \
  -Djdk.reflect.useDirectMethodHandle=false \
  "$@"
