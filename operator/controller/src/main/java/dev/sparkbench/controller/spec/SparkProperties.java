// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.SparkConfNames;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Spark properties that a manifest may set. */
final class SparkProperties {

  private static final Pattern ENCRYPTION_KEY =
      Pattern.compile(
          "spark\\.hadoop\\.fs\\.s3a\\.(?:bucket\\..+\\.)?(?:server-side-)?encryption[.-]key");

  // 256 bits in Base64, the form of customers' own keys (SSE-C). Other values are names of keys.
  private static final Pattern KEY_ITSELF = Pattern.compile("[A-Za-z0-9+/]{43}=");

  private SparkProperties() {}

  /**
   * Why a property is refused; empty if it is not.
   *
   * @param partitions with {@code PerNodeCount}, users may choose the number of partitions
   * @param eventLog whether the operator keeps the event log itself
   * @param allowed properties that may run code
   */
  static Optional<String> problemWith(
      String key, String value, Partitions partitions, boolean eventLog, Patterns allowed) {
    return SparkConfNames.problemWith(key, partitions, eventLog)
        .or(() -> allowed.allow(key) ? Optional.empty() : rightsProblemWith(key, value))
        .or(() -> secretIn(key, value));
  }

  private static Optional<String> rightsProblemWith(String key, String value) {
    if (key.equals(SparkConfNames.EXECUTOR_JVM_OPTIONS) && !JvmOptions.areHarmless(value)) {
      return Optional.of(JvmOptions.problem(value) + SparkConfNames.ALLOW);
    }
    return SparkConfNames.rightsProblemWith(key);
  }

  private static Optional<String> secretIn(String key, String value) {
    return ENCRYPTION_KEY.matcher(key).matches() && KEY_ITSELF.matcher(value).matches()
        ? Optional.of(
            "would put a secret into the manifest; give the pods the key in an environment variable from a Secret, in both podTemplates, and name it here as ${env.NAME}")
        : Optional.empty();
  }
}
