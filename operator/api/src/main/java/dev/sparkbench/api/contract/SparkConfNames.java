// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of the Spark properties that a manifest's {@code sparkConf} may set. The operator
 * refuses the others, and the runner, which suggests names for misspelt ones, does not suggest
 * them.
 */
public final class SparkConfNames {

  /** Its value decides whether it may be set. */
  public static final String EXECUTOR_JVM_OPTIONS = "spark.executor.extraJavaOptions";

  /** The end of the sentence about a property that an administrator can allow. */
  public static final String ALLOW =
      "; an administrator can allow it by jobs.allowed.sparkProperties";

  private static final String S3A = "spark.hadoop.fs.s3a.";

  /** The prefix of properties for a single bucket. */
  private static final String BUCKET = S3A + "bucket.";

  private static final String OWN = "is set by the operator; remove it";
  private static final String PINNED =
      "is pinned, so that only the node count differs between runs; remove it";

  private static final String SILENT = "would leave data out without a word; remove it";

  private static final String STORAGE = "is set by the operator; use storage";
  private static final String CREDENTIALS = "is set by the operator; use storage.credentialsSecret";
  private static final String TOO_LATE =
      "has no effect, because the driver's JVM runs before it is read";

  private static final String PARENT_FIRST =
      "is not supported, because two copies of a library in one JVM do not fit together; shade the library in the jar, or use image, with the other version in it";

  private record Rule(String prefix, String problem) {}

  private static final List<Rule> REFUSED =
      List.of(
          new Rule("spark.master", OWN),
          new Rule("spark.submit.", OWN),
          new Rule("spark.app.", OWN),
          new Rule("spark.ui.enabled", OWN),
          new Rule(
              "spark.kubernetes.",
              "is set by the operator; use driver, executor, image, imagePullPolicy, imagePullSecrets or serviceAccountName"),
          new Rule("spark.driver.host", OWN),
          new Rule("spark.driver.port", OWN),
          new Rule("spark.driver.bindAddress", OWN),
          new Rule("spark.blockManager.port", OWN),
          new Rule("spark.driver.memory", "is set by the operator; use driver.memory"),
          new Rule("spark.driver.cores", "is set by the operator; use driver.cores"),
          new Rule("spark.executor.instances", "is set by the operator from nodeList; remove it"),
          new Rule("spark.executor.cores", "is set by the operator; use executor.cores"),
          new Rule("spark.executor.memory", "is set by the operator; use executor.memory"),
          new Rule("spark.cores.max", OWN),
          new Rule("spark.task.cpus", PINNED),
          new Rule("spark.dynamicAllocation.", PINNED),
          new Rule("spark.speculation", PINNED),
          new Rule("spark.scheduler.minRegisteredResourcesRatio", PINNED),
          new Rule("spark.scheduler.maxRegisteredResourcesWaitingTime", PINNED),
          new Rule("spark.sql.files.ignore", SILENT),
          new Rule(
              "spark.driver.extraJavaOptions",
              TOO_LATE
                  + "; set JDK_JAVA_OPTIONS in env of the container driver of driver.podTemplate"),
          new Rule(
              "spark.driver.defaultJavaOptions",
              TOO_LATE
                  + "; set JDK_JAVA_OPTIONS in env of the container driver of driver.podTemplate"),
          new Rule(
              "spark.driver.extraClassPath",
              TOO_LATE + "; use image, with the jars in its /app/jars"),
          new Rule(
              "spark.driver.extraLibraryPath", TOO_LATE + "; use image, with the libraries in it"),
          new Rule(
              "spark.jars",
              "has no effect on the driver without spark-submit; use image, with the jars in its /app/jars, or for type application jobConfig.application.jars"),
          new Rule(
              "spark.executor.extraClassPath",
              "has no effect; use image, with the jars in its /app/jars"),
          new Rule("spark.driver.userClassPathFirst", PARENT_FIRST),
          new Rule("spark.executor.userClassPathFirst", PARENT_FIRST),
          new Rule(S3A + "endpoint", STORAGE),
          new Rule(S3A + "connection.ssl.enabled", STORAGE),
          new Rule(S3A + "path.style.access", STORAGE),
          new Rule(S3A + "aws.credentials.provider", CREDENTIALS));

  /** Properties that determine the number of partitions. */
  private static final List<String> PARTITIONS =
      List.of(
          "spark.default.parallelism",
          "spark.sql.files.minPartitionNum",
          "spark.sql.files.openCostInBytes",
          "spark.sql.shuffle.partitions",
          "spark.sql.adaptive.coalescePartitions.");

  // Users may choose the memory that Spark adds to the heap.
  private static final Set<String> ALLOWED =
      Set.of("spark.executor.memoryOverhead", "spark.executor.memoryOverheadFactor");

  private static final Pattern SECRET =
      Pattern.compile("(?i)secret|password|access[.]?key|(session|auth|oauth)[.]?token");

  /** Families of properties for tuning. */
  private static final Pattern TUNING =
      Pattern.compile(
          "spark[.](authenticate|barrier|broadcast|checkpoint|cleaner|decommission|eventLog|excludeOnFailure|files|io|kryo|kryoserializer|locality|memory|network|port|rdd|reducer|rpc|scheduler|serializer|shuffle|sql|stage|storage|task|unsafe)[.].+"
              + "|spark[.](authenticate|default[.]parallelism|driver[.]maxResultSize|logConf|maxRemoteBlockSizeFetchToMem|serializer)"
              + "|spark[.]executor[.](decommission|failuresValidityInterval|heartbeat|maxNumFailures|memoryOverhead|metrics|processTreeMetrics).*"
              + "|spark[.]hadoop[.](fs[.]s3a|mapreduce[.](fileoutputcommitter|input[.]fileinputformat))[.].+"
              + "|spark[.]hadoop[.](orc[.](block|bloom|buffer|compress|dictionary|max|memory|padding|row|stripe|tolerate)|parquet[.](block|bloom|column|compression|dictionary|enable|filter[.](bloom|columnindex|dictionary|record-level|stats)|memory|page|read[.]allocation|validation|writer))([.].+)?");

  /** Properties of any family that name code, or places that only the resource may name. */
  private static final Pattern CODE =
      Pattern.compile(
          "(?i)artifact|binding|catalog|class|credential|endpoint|extension|factory|filters|hive|[.]impl$|[.]impl[.]|interceptor|jars|listener|metastore|plugin|private|provider|python|redaction|registrator|repositories|sarg|script|signer|warehouse");

  /** Properties that the runner sets if the manifest has {@code eventLog: true}. */
  private static final Set<String> EVENT_LOG =
      Set.of(
          "spark.eventLog.enabled",
          "spark.eventLog.dir",
          "spark.eventLog.rolling.enabled",
          "spark.eventLog.compress");

  private SparkConfNames() {}

  /**
   * Why no manifest may set a property, whatever an administrator allows; empty if one may.
   *
   * @param partitions with {@code PerNodeCount}, users may choose the number of partitions
   * @param eventLog whether the manifest has {@code eventLog: true}
   */
  public static Optional<String> problemWith(String name, Partitions partitions, boolean eventLog) {
    if (!name.startsWith("spark.")) {
      return Optional.of("is not a Spark property; its name must begin with 'spark.'");
    }
    if (SECRET.matcher(name).find()) {
      return Optional.of("would put a secret into the manifest; use storage.credentialsSecret");
    }
    if (ALLOWED.contains(name)) {
      return Optional.empty();
    }
    if (partitions == Partitions.Pinned && PARTITIONS.stream().anyMatch(name::startsWith)) {
      return Optional.of(
          "is pinned, so that only the node count differs between runs; remove it, set measurement.partitionCount to another number, or measurement.partitions to PerNodeCount");
    }
    if (eventLog && EVENT_LOG.contains(name)) {
      return Optional.of("is set by the operator, because eventLog is true; remove one of the two");
    }
    return REFUSED.stream()
        .filter(rule -> spellings(name).stream().anyMatch(one -> one.startsWith(rule.prefix())))
        .map(Rule::problem)
        .findFirst();
  }

  /**
   * Why a manifest may set a property only if an administrator allows it; empty if it needs no such
   * permission, or, with {@link #EXECUTOR_JVM_OPTIONS}, if its value decides. The property may run
   * code, and the right to create benchmarks must not give anybody more rights.
   */
  public static Optional<String> rightsProblemWith(String name) {
    if (name.equals(EXECUTOR_JVM_OPTIONS)) {
      return Optional.empty();
    }
    if (name.startsWith("spark.executorEnv.")) {
      return Optional.of(
          "is not allowed; use env of the container executor of executor.podTemplate");
    }
    if (CODE.matcher(name).find()) {
      return Optional.of("is not allowed, as it can run code or lead elsewhere" + ALLOW);
    }
    return TUNING.matcher(name).matches()
        ? Optional.empty()
        : Optional.of("is not among the properties that only tune Spark" + ALLOW);
  }

  /**
   * Whether a manifest may set a property without a permission of an administrator.
   *
   * @param partitions with {@code PerNodeCount}, users may choose the number of partitions
   * @param eventLog whether the manifest has {@code eventLog: true}
   */
  public static boolean maySet(String name, Partitions partitions, boolean eventLog) {
    return problemWith(name, partitions, eventLog).isEmpty() && rightsProblemWith(name).isEmpty();
  }

  /**
   * The property itself, and for a property of a single bucket, the same property for all buckets.
   * A bucket's name may contain dots, so it may end at any of them.
   */
  private static List<String> spellings(String name) {
    List<String> names = new ArrayList<>(List.of(name));
    if (name.startsWith(BUCKET)) {
      for (int dot = name.indexOf('.', BUCKET.length());
          dot >= 0;
          dot = name.indexOf('.', dot + 1)) {
        names.add(S3A + name.substring(dot + 1));
      }
    }
    return names;
  }
}
