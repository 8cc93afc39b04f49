// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Finds the snapshot of an Iceberg table in its metadata. Only a catalog knows the current metadata
 * for certain; without one, the metadata with the highest number is used.
 */
final class IcebergSnapshots {

  static final String FORMAT = "iceberg";

  private static final String SNAPSHOT = "snapshot-id";
  private static final String TIMESTAMP = "as-of-timestamp";
  private static final String ENDING = ".metadata.json";

  // v12.metadata.json of tables without a catalog, 00012-<random>.metadata.json of others.
  private static final Pattern NAME =
      Pattern.compile("(?:v([0-9]+)|([0-9]+)-[^/]*)\\.metadata\\.json");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final S3Uri uri;
  private final StoredObject object;
  private final JsonNode metadata;

  private IcebergSnapshots(ObjectStore store, S3Uri uri) {
    this.uri = uri;
    this.object = newest(store, uri);
    this.metadata = read(store, new S3Uri(uri.bucket(), object.key()));
  }

  static DatasetObjects find(ObjectStore store, Dataset dataset) {
    S3Uri uri = S3Uri.parse(dataset.uri());
    IcebergSnapshots table = new IcebergSnapshots(store, uri);
    String snapshot = table.choose(dataset);
    if (!table.snapshots().contains(snapshot)) {
      throw table.notThere("snapshot " + snapshot);
    }
    return new DatasetObjects(
        uri,
        // Snapshots never change, so other differences between metadata objects do not matter.
        List.of(new StoredObject(table.metadata.path("table-uuid").asText(), 0, snapshot)),
        new TableVersion(
            FORMAT,
            snapshot,
            "s3a://%s/%s".formatted(uri.bucket(), table.object.key()),
            Map.of(SNAPSHOT, snapshot),
            table.files(snapshot),
            uri.key().endsWith(ENDING)
                ? null
                : "the Iceberg table is read according to %s, its newest metadata: if the table's catalog has other metadata, give that as s3Path"
                    .formatted(table.object.key())));
  }

  private static StoredObject newest(ObjectStore store, S3Uri uri) {
    if (uri.key().endsWith(ENDING)) {
      return store
          .find(uri)
          .orElseThrow(
              () ->
                  new RunFailure(
                      FailureReason.DATASET_NOT_FOUND, "%s is not there".formatted(uri)));
    }
    String folder = (uri.key().endsWith("/") ? uri.key() : uri.key() + "/") + "metadata/";
    TreeMap<Long, List<StoredObject>> byNumber = new TreeMap<>();
    for (StoredObject one : store.list(uri.bucket(), folder)) {
      Matcher name = NAME.matcher(one.key().substring(folder.length()));
      if (name.matches()) {
        long number = Long.parseLong(name.group(1) == null ? name.group(2) : name.group(1));
        byNumber.computeIfAbsent(number, n -> new ArrayList<>()).add(one);
      }
    }
    if (byNumber.isEmpty()) {
      throw new RunFailure(
          FailureReason.DATASET_NOT_FOUND,
          "%s is not an Iceberg table: nothing in its metadata/ ends with %s; check s3Path (the table's folder, or its metadata object), or dataset.format"
              .formatted(uri, ENDING));
    }
    List<StoredObject> newest = byNumber.lastEntry().getValue();
    if (newest.size() > 1) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "%s has %d metadata objects of the same number, such as %s and %s: give the one that the table's catalog has as s3Path"
              .formatted(uri, newest.size(), newest.get(0).key(), newest.get(1).key()));
    }
    return newest.get(0);
  }

  private static JsonNode read(ObjectStore store, S3Uri object) {
    try {
      return JSON.readTree(store.read(object));
    } catch (JsonProcessingException e) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "%s is not readable metadata of an Iceberg table: it must be uncompressed JSON"
              .formatted(object),
          e);
    }
  }

  private String choose(Dataset dataset) {
    Map<String, String> options = TableObjects.options(dataset);
    if (options.containsKey(SNAPSHOT)) {
      return String.valueOf(TableObjects.number(SNAPSHOT, options.get(SNAPSHOT)));
    }
    if (options.containsKey(TIMESTAMP)) {
      return at(TableObjects.number(TIMESTAMP, options.get(TIMESTAMP)));
    }
    // The table may continue to grow; all runs of a benchmark read the snapshot of the first one.
    return TableObjects.expectedVersion(FORMAT, dataset)
        .filter(snapshots()::contains)
        .or(
            () ->
                Optional.of(metadata.path("current-snapshot-id").asLong(-1))
                    .filter(id -> id >= 0)
                    .map(String::valueOf))
        .orElseThrow(
            () ->
                new RunFailure(
                    FailureReason.MALFORMED_DATA,
                    "the Iceberg table %s has no snapshot: nothing was written to it yet"
                        .formatted(uri)));
  }

  private List<String> snapshots() {
    return StreamSupport.stream(metadata.path("snapshots").spliterator(), false)
        .map(snapshot -> snapshot.path("snapshot-id").asText())
        .toList();
  }

  private Optional<TableFiles> files(String snapshot) {
    return StreamSupport.stream(metadata.path("snapshots").spliterator(), false)
        .filter(one -> one.path("snapshot-id").asText().equals(snapshot))
        .map(one -> one.path("summary"))
        .filter(summary -> summary.has("total-data-files") && summary.has("total-files-size"))
        .map(
            summary ->
                new TableFiles(
                    summary.path("total-data-files").asInt(),
                    summary.path("total-files-size").asLong()))
        .findFirst();
  }

  private String at(long millis) {
    String last = null;
    for (JsonNode entry : metadata.path("snapshot-log")) {
      if (entry.path("timestamp-ms").asLong() <= millis) {
        last = entry.path("snapshot-id").asText();
      }
    }
    if (last == null) {
      throw notThere("snapshot as old as " + TIMESTAMP);
    }
    return last;
  }

  private RunFailure notThere(String what) {
    return new RunFailure(
        FailureReason.DATASET_NOT_FOUND,
        "the Iceberg table %s has no %s; it has %d snapshots: change dataset.options"
            .formatted(uri, what, snapshots().size()));
  }
}
