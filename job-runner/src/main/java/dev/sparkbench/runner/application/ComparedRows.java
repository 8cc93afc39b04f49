package dev.sparkbench.runner.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.StoredObject;
import dev.sparkbench.runner.work.digest.QueryDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The rows that an application wrote, as a digest: the same for the same rows, in whatever order
 * and however many objects.
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
   * What the rows come to.
   *
   * @param call whose results are looked at
   * @param name a folder or an object below its scratch folder
   * @throws RunFailure {@code InvalidApplication} if there is nothing, or nothing that can be read
   */
  JsonNode digest(int call, String name) {
    List<StoredObject> objects =
        scratch.find(call, name).stream().filter(object -> !isHidden(object)).toList();
    if (objects.isEmpty()) {
      throw new RunFailure(
          FailureReason.INVALID_APPLICATION,
          "jobConfig.application.compare names '%s', but after main nothing lies at $(scratch)/%s"
              .formatted(name, name));
    }
    String format = format(name, objects);
    S3Uri uri = scratch.folder(call).resolve(name);
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put("format", format);
    // As the outputs of queries have it, so that one comparison does for both.
    output.put("reproducible", true);
    Dataset<Row> rows = rows(format, "s3a://" + uri.bucket() + "/" + uri.key());
    output.set("result", QueryDigest.of(rows.queryExecution()).toJson());
    return output;
  }

  /** What Spark's own readers leave out. */
  private static boolean isHidden(StoredObject object) {
    String file = object.key().substring(object.key().lastIndexOf('/') + 1);
    return file.isEmpty() || file.startsWith("_") || file.startsWith(".");
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
                          "jobConfig.application.compare names '%s', but the ending of %s tells no format that rows can be read in: there are %s"
                              .formatted(
                                  name,
                                  object.key(),
                                  String.join(", ", new TreeSet<>(FORMATS.keySet()))))));
    }
    if (formats.size() > 1) {
      throw new RunFailure(
          FailureReason.INVALID_APPLICATION,
          "jobConfig.application.compare names '%s', where objects of several formats lie (%s): name a folder for each"
              .formatted(name, String.join(", ", formats)));
    }
    return formats.first();
  }

  private static Optional<String> format(String key) {
    Matcher ending = ENDING.matcher(key);
    return ending.find() ? Optional.of(FORMATS.get(ending.group(1))) : Optional.empty();
  }

  private Dataset<Row> rows(String format, String address) {
    // Numbers have to be numbers, so that their last digits may differ.
    return spark.read().format(format).option("inferSchema", true).load(address);
  }
}
