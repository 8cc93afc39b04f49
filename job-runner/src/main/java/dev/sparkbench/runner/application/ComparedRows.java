// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.StoredObject;
import dev.sparkbench.runner.work.digest.DigestComparison;
import dev.sparkbench.runner.work.digest.QueryDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A digest of the rows that an application wrote. Equal rows have the same digest, in any order and
 * in any number of objects.
 */
final class ComparedRows {

  private static final Map<String, String> FORMATS =
      Map.of(
          "csv", "csv",
          "json", "json",
          "jsonl", "json",
          "ndjson", "json",
          "parquet", "parquet",
          "orc", "orc",
          "txt", "text");

  private static final Pattern ENDING =
      Pattern.compile("[.](csv|jsonl|ndjson|json|parquet|orc|txt)(?:[.][a-z0-9]+)?$");

  private static final String DELTA_LOG = "/_delta_log/";

  private final Scratch scratch;
  private final SparkSession spark;

  ComparedRows(Scratch scratch, SparkSession spark) {
    this.scratch = scratch;
    this.spark = spark;
  }

  /**
   * Checks that a name stays below the scratch folder.
   *
   * @throws RunFailure {@code InvalidConfiguration} if it does not
   */
  static void requireBelow(String name) {
    boolean below =
        !name.startsWith("/")
            && Arrays.stream(name.split("/"))
                .noneMatch(part -> part.isEmpty() || part.matches("[.]+"));
    if (!below || name.contains(":")) {
      throw new RunFailure(
          FailureReason.INVALID_CONFIGURATION,
          "jobConfig.application.compare names '%s': name what lies below $(scratch), such as out for $(scratch)/out"
              .formatted(name));
    }
  }

  /**
   * The digest of the rows, for {@link DigestComparison#results}.
   *
   * @param call the call whose results are read
   * @param name a folder or an object below its scratch folder
   * @throws RunFailure {@code InvalidApplication} if there is nothing, or nothing readable
   */
  JsonNode digest(int call, String name) {
    S3Uri uri = scratch.folder(call).resolve(name);
    List<StoredObject> all = scratch.find(call, name);
    if (all.stream().anyMatch(object -> object.key().contains(DELTA_LOG))) {
      throw new RunFailure(
          FailureReason.INVALID_APPLICATION,
          "jobConfig.application.compare names '%s', a Delta table, which keeps objects of earlier versions: let the application write the rows to compare as plain Parquet"
              .formatted(name));
    }
    List<StoredObject> objects =
        all.stream()
            .filter(object -> !isHidden(object.key().substring(uri.key().length())))
            .toList();
    if (objects.isEmpty()) {
      throw new RunFailure(
          FailureReason.INVALID_APPLICATION,
          "jobConfig.application.compare names '%s', but after main nothing lies at $(scratch)/%s"
              .formatted(name, name));
    }
    String format = format(name, objects);
    return digest(name, format, "s3a://" + uri.bucket() + "/" + uri.key()).put("format", format);
  }

  /**
   * Objects that Spark's own readers leave out, because of their name or the name of a folder above
   * them.
   */
  private static boolean isHidden(String below) {
    return below.endsWith("/")
        || Arrays.stream(below.split("/")).anyMatch(part -> part.matches("[_.].*"));
  }

  private static String format(String name, List<StoredObject> objects) {
    TreeSet<String> formats = new TreeSet<>();
    for (StoredObject object : objects) {
      formats.add(
          format(object.key())
              .orElseThrow(
                  () ->
                      new RunFailure(
                          FailureReason.INVALID_APPLICATION,
                          "jobConfig.application.compare names '%s', but the ending of %s is not that of a format with rows; known are %s"
                              .formatted(
                                  name,
                                  object.key(),
                                  String.join(", ", new TreeSet<>(FORMATS.keySet()))))));
    }
    if (formats.size() > 1) {
      throw new RunFailure(
          FailureReason.INVALID_APPLICATION,
          "jobConfig.application.compare names '%s', which has objects of several formats (%s): name a folder for each"
              .formatted(name, String.join(", ", formats)));
    }
    return formats.first();
  }

  private static Optional<String> format(String key) {
    Matcher ending = ENDING.matcher(key);
    return ending.find() ? Optional.of(FORMATS.get(ending.group(1))) : Optional.empty();
  }

  private ObjectNode digest(String name, String format, String address) {
    try {
      // Numbers in texts are read as numbers, so that their last digits may differ.
      Dataset<Row> rows = spark.read().format(format).option("inferSchema", true).load(address);
      return QueryDigest.of(rows.queryExecution()).toJson();
    } catch (Exception e) { // Among others AnalysisException, which Scala does not declare
      if (e instanceof AnalysisException analysis) {
        throw new RunFailure(
            FailureReason.INVALID_APPLICATION,
            "jobConfig.application.compare names '%s', which cannot be read as %s: %s"
                .formatted(
                    name, format, analysis.getSimpleMessage().lines().findFirst().orElse("")),
            e);
      }
      throw e;
    }
  }
}
