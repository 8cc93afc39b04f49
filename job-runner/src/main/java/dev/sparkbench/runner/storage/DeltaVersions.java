// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the version of a Delta table in its log, without reading it. */
final class DeltaVersions {

  static final String FORMAT = "delta";

  private static final String VERSION = "versionAsOf";
  private static final String TIMESTAMP = "timestampAsOf";

  private static final Pattern COMMIT = Pattern.compile("([0-9]{20})\\.json");
  private static final Pattern CHECKPOINT = Pattern.compile("([0-9]{20})\\.checkpoint\\..*parquet");

  private static final String IN_COMMIT_TIMESTAMP = "\"inCommitTimestamp\"";

  private final ObjectStore store;
  private final S3Uri uri;
  private final String log;
  private final TreeMap<Long, StoredObject> commits = new TreeMap<>();
  private final TreeMap<Long, StoredObject> versions = new TreeMap<>();

  private DeltaVersions(ObjectStore store, S3Uri uri) {
    this.store = store;
    this.uri = uri;
    this.log = (uri.key().endsWith("/") ? uri.key() : uri.key() + "/") + "_delta_log/";
    List<StoredObject> objects = store.list(uri.bucket(), log);
    objects.forEach(object -> put(versions, CHECKPOINT, object));
    objects.forEach(object -> put(versions, COMMIT, object));
    objects.forEach(object -> put(commits, COMMIT, object));
  }

  private void put(Map<Long, StoredObject> map, Pattern pattern, StoredObject object) {
    Matcher name = pattern.matcher(object.key().substring(log.length()));
    if (name.matches()) {
      map.put(Long.valueOf(name.group(1)), object);
    }
  }

  static DatasetObjects find(ObjectStore store, Dataset dataset) {
    S3Uri uri = S3Uri.parse(dataset.uri());
    DeltaVersions log = new DeltaVersions(store, uri);
    if (log.versions.isEmpty()) {
      throw new RunFailure(
          FailureReason.DATASET_NOT_FOUND,
          "%s is not a Delta table: its _delta_log/ is empty or missing; check s3Path (the table's folder), or dataset.format"
              .formatted(uri));
    }
    long version = log.choose(dataset);
    StoredObject object = log.versions.get(version);
    if (object == null) {
      throw log.notThere("version " + version);
    }
    store.requireReadable(new S3Uri(uri.bucket(), object.key()));
    String path = "s3a://%s/%s".formatted(uri.bucket(), uri.key());
    return new DatasetObjects(
        uri,
        List.of(object),
        new TableVersion(
            FORMAT,
            String.valueOf(version),
            path,
            Map.of(VERSION, String.valueOf(version)),
            Optional.empty(),
            null));
  }

  private long choose(Dataset dataset) {
    Map<String, String> options = TableObjects.options(dataset);
    if (options.containsKey(VERSION)) {
      return TableObjects.number(VERSION, options.get(VERSION));
    }
    if (options.containsKey(TIMESTAMP)) {
      return at(TableObjects.instant(TIMESTAMP, options.get(TIMESTAMP)));
    }
    // The table may continue to grow; all runs of a benchmark read the version of the first one.
    return TableObjects.expectedVersion(FORMAT, dataset)
        .map(Long::valueOf)
        .filter(versions::containsKey)
        .orElseGet(versions::lastKey);
  }

  private long at(Instant time) {
    if (!commits.isEmpty()
        && store
            .read(new S3Uri(uri.bucket(), commits.lastEntry().getValue().key()))
            .contains(IN_COMMIT_TIMESTAMP)) {
      throw new RunFailure(
          FailureReason.DATASET_NOT_FOUND,
          "the Delta table %s has times of its own in its log, which timestampAsOf does not look at: use versionAsOf in dataset.options"
              .formatted(uri));
    }
    Map<String, Instant> times = store.times(uri.bucket(), log);
    Optional<Long> last =
        commits.entrySet().stream()
            .filter(commit -> !times.get(commit.getValue().key()).isAfter(time))
            .map(Map.Entry::getKey)
            .reduce((earlier, later) -> later);
    return last.orElseThrow(() -> notThere("version of " + time));
  }

  private RunFailure notThere(String what) {
    return new RunFailure(
        FailureReason.DATASET_NOT_FOUND,
        "the Delta table %s has no %s: its log has versions %d to %d; change dataset.options"
            .formatted(uri, what, versions.firstKey(), versions.lastKey()));
  }
}
