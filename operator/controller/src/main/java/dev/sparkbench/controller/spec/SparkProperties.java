package dev.sparkbench.controller.spec;

import dev.sparkbench.api.contract.Partitions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which Spark properties a manifest may set. */
final class SparkProperties {

  private static final String OWN = "is set by the operator; remove it";
  private static final String PINNED =
      "is pinned, so that only the node count differs between runs; remove it";

  private static final String SILENT = "would leave data out without a word; remove it";

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
          new Rule("spark.hadoop.fs.s3a.endpoint", "is set by the operator; use storage"),
          new Rule("spark.hadoop.fs.s3a.path.style.access", "is set by the operator; use storage"),
          new Rule(
              "spark.hadoop.fs.s3a.aws.credentials.provider",
              "is set by the operator; use storage.credentialsSecret"));

  /** What says how many partitions there are. */
  private static final List<String> PARTITIONS =
      List.of(
          "spark.default.parallelism",
          "spark.sql.files.minPartitionNum",
          "spark.sql.files.openCostInBytes",
          "spark.sql.shuffle.partitions",
          "spark.sql.adaptive.coalescePartitions.");

  // Memory that Spark adds to the heap is the user's to choose.
  private static final Set<String> ALLOWED =
      Set.of("spark.executor.memoryOverhead", "spark.executor.memoryOverheadFactor");

  private static final Pattern SECRET =
      Pattern.compile("(?i)secret|password|access[.]?key|(session|auth|oauth)[.]?token");

  private static final Pattern ENCRYPTION_KEY =
      Pattern.compile(
          "spark\\.hadoop\\.fs\\.s3a\\.(?:bucket\\..+\\.)?(?:server-side-)?encryption[.-]key");

  // 256 bits in Base64, as customers' own keys are given (SSE-C). Others are names of keys.
  private static final Pattern KEY_ITSELF = Pattern.compile("[A-Za-z0-9+/]{43}=");

  private SparkProperties() {}

  /** Says why the value of a property is refused; empty when it is not. */
  static Optional<String> problemWithValue(String key, String value) {
    return ENCRYPTION_KEY.matcher(key).matches() && KEY_ITSELF.matcher(value).matches()
        ? Optional.of(
            "would put a secret into the manifest; give the pods the key in an environment variable from a Secret, in both podTemplates, and name it here as ${env.NAME}")
        : Optional.empty();
  }

  /**
   * Says why a property is refused; empty when it is not.
   *
   * @param partitions with {@code PerNodeCount}, the number of partitions is the user's to choose
   */
  static Optional<String> problemWith(String key, Partitions partitions) {
    if (!key.startsWith("spark.")) {
      return Optional.of("is not a Spark property; its name must begin with 'spark.'");
    }
    if (SECRET.matcher(key).find()) {
      return Optional.of(
          "would put a secret into the manifest; use storage.credentialsSecret or a Secret in a podTemplate");
    }
    if (ALLOWED.contains(key)) {
      return Optional.empty();
    }
    if (partitions == Partitions.Pinned && PARTITIONS.stream().anyMatch(key::startsWith)) {
      return Optional.of(
          "is pinned, so that only the node count differs between runs; remove it, or set measurement.partitions to PerNodeCount");
    }
    return REFUSED.stream()
        .filter(rule -> key.startsWith(rule.prefix()))
        .map(Rule::problem)
        .findFirst();
  }
}
