// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Determines the format of a dataset whose path does not show it. */
public final class ObjectFormats {

  private static final Map<String, String> BY_EXTENSION =
      Map.of(
          "csv", "csv", "json", "json", "jsonl", "json", "ndjson", "json", "parquet", "parquet",
          "orc", "orc");

  private static final String UNKNOWN = "";

  private ObjectFormats() {}

  /**
   * The format that all non-empty objects have, by their extensions, or by their first bytes if
   * they have none.
   *
   * @throws RunFailure {@code MalformedData} if they have several formats, or an unknown one
   */
  public static String find(ObjectStore store, DatasetObjects objects) {
    List<StoredObject> some =
        objects.objects().stream().filter(object -> object.size() > 0).toList();
    Map<String, Long> formats =
        some.stream()
            .collect(
                Collectors.groupingBy(
                    object -> ofName(object.key()), TreeMap::new, Collectors.counting()));
    if (formats.size() == 1) {
      String format = formats.keySet().iterator().next();
      String found = format.equals(UNKNOWN) ? ofContent(store, objects, some.get(0)) : format;
      if (!found.equals(UNKNOWN)) {
        return found;
      }
    }
    throw new RunFailure(
        FailureReason.MALFORMED_DATA,
        "dataset.format is missing, and the objects at %s do not tell (%s): give one of csv, json, parquet, orc, and an s3Path with objects of one format"
            .formatted(objects.uri(), formats.isEmpty() ? "all are empty" : describe(formats)));
  }

  private static String describe(Map<String, Long> formats) {
    return formats.entrySet().stream()
        .map(
            entry ->
                entry.getKey().equals(UNKNOWN)
                    ? "%d with another extension or none".formatted(entry.getValue())
                    : "%d of %s".formatted(entry.getValue(), entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String ofName(String key) {
    String name =
        key.substring(key.lastIndexOf('/') + 1)
            .toLowerCase(Locale.ROOT)
            .replaceFirst("\\.(gz|bz2|zst|snappy|lz4|deflate)$", "");
    int dot = name.lastIndexOf('.');
    return dot < 0 ? UNKNOWN : BY_EXTENSION.getOrDefault(name.substring(dot + 1), UNKNOWN);
  }

  /** Only Parquet and ORC can be recognized by their first bytes. */
  private static String ofContent(ObjectStore store, DatasetObjects objects, StoredObject object) {
    String first = store.beginning(new S3Uri(objects.uri().bucket(), object.key()));
    return first.startsWith("PAR1") ? "parquet" : first.startsWith("ORC") ? "orc" : UNKNOWN;
  }
}
