// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.storage.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The folder with the data of a suite: {@code <table>/part-00017.parquet}, and two objects with
 * facts about the data. Their names begin with an underscore, so that nobody reads them as data.
 *
 * @param suite the suite
 * @param scale the amount of data
 * @param folder without a slash at the end
 */
record SuiteFolder(Suite suite, Scale scale, S3Uri folder) {

  private static final String MANIFEST = "_suite.json";
  private static final String MARKER = "_suite_begun.json";

  /**
   * The folder of a request for a suite.
   *
   * @throws RunFailure {@code InvalidConfiguration} if the scale or the path cannot be used
   */
  static SuiteFolder of(RunRequest request) {
    SuiteWorkload workload = (SuiteWorkload) request.workload();
    S3Uri uri = S3Uri.parse(request.dataset().uri());
    if (uri.key().matches(".*[*?\\[{].*")) {
      throw new RunFailure(
          FailureReason.INVALID_CONFIGURATION,
          "s3Path is the pattern %s: for %s give the folder where its tables lie, or are to be created"
              .formatted(uri, workload.type()));
    }
    return new SuiteFolder(
        Suite.of(workload.type()),
        Scale.parse(workload.type(), workload.scale()),
        new S3Uri(uri.bucket(), uri.key().replaceFirst("/+$", "")));
  }

  /** The data that belongs here. */
  SuiteManifest.Data data() {
    return SuiteManifest.Data.of(suite, scale);
  }

  S3Uri manifest() {
    return folder.resolve(MANIFEST);
  }

  /** The object that says that somebody has begun to generate. */
  S3Uri marker() {
    return folder.resolve(MARKER);
  }

  /** The tables as a run reads them. */
  List<NamedTable> tables() {
    return suite.tables().stream()
        .map(
            table ->
                new NamedTable(
                    table.name(),
                    new Dataset(
                        folder.resolve(table.name()) + "/",
                        "parquet",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)))
        .toList();
  }

  /** All objects; those with the most work first. */
  List<Chunk> chunks() {
    return suite.tables().stream()
        .flatMap(
            table -> {
              int parts = table.objects(scale);
              return IntStream.range(0, parts)
                  .mapToObj(
                      part ->
                          new Chunk(
                              suite,
                              scale.text(),
                              table.name(),
                              part,
                              parts,
                              objectName(table, part)));
            })
        .sorted((a, b) -> Long.compare(b.weight(), a.weight()))
        .toList();
  }

  private static String objectName(SuiteTable table, int part) {
    return "%s/part-%05d.parquet".formatted(table.name(), part);
  }

  /** The path for Hadoop. */
  String hadoopPath() {
    return "s3a://%s/%s/".formatted(folder.bucket(), folder.key());
  }

  /** The contents of the folder. */
  Contents look(ObjectStore store) {
    String prefix = folder.key() + "/";
    Optional<SuiteManifest> manifest = Optional.empty();
    Optional<SuiteManifest.Data> begun = Optional.empty();
    Map<String, StoredObject> objects = new TreeMap<>();
    for (StoredObject object : store.list(folder.bucket(), prefix)) {
      if (object.key().equals(manifest().key())) {
        manifest = Optional.of(SuiteManifest.read(manifest(), store.read(manifest())));
      } else if (object.key().equals(marker().key())) {
        begun = Optional.of(SuiteManifest.Data.read(marker(), store.read(marker())));
      } else if (!object.key().endsWith("/")) {
        objects.put(object.key().substring(prefix.length()), object);
      }
    }
    return new Contents(manifest, begun, objects);
  }

  /**
   * Fails unless the folder has all of its data and no other.
   *
   * @return the manifest
   * @throws RunFailure {@code DatasetNotFound} if there is no data; {@code InvalidConfiguration} if
   *     it is other data; {@code MalformedData} if objects have changed since
   */
  SuiteManifest requireWhole(Contents contents) {
    SuiteManifest manifest = contents.manifest().orElseThrow(this::notFound);
    if (!manifest.data().equals(data())) {
      throw new RunFailure(
          FailureReason.INVALID_CONFIGURATION,
          "%s has %s, and not %s: give another s3Path, or correct jobConfig.%s.scale"
              .formatted(folder, manifest.data(), data(), suite.wireName()));
    }
    contents
        .difference(manifest)
        .ifPresent(
            difference -> {
              throw new RunFailure(
                  FailureReason.MALFORMED_DATA,
                  "%s is not what its %s says: %s; delete the folder, and let it be generated anew"
                      .formatted(folder, MANIFEST, difference));
            });
    return manifest;
  }

  /** The message if there is no data. */
  RunFailure notFound() {
    return new RunFailure(
        FailureReason.DATASET_NOT_FOUND,
        "%s does not have %s (there is no %s): set jobConfig.%s.generate to IfMissing, or correct s3Path"
            .formatted(folder, data(), MANIFEST, suite.wireName()));
  }

  /**
   * The contents of a folder.
   *
   * @param manifest the data that is complete
   * @param begun the data that somebody has begun to generate
   * @param objects everything else, by the name below the folder
   */
  record Contents(
      Optional<SuiteManifest> manifest,
      Optional<SuiteManifest.Data> begun,
      Map<String, StoredObject> objects) {

    /** How the objects differ from a manifest, as the beginning of a sentence. */
    Optional<String> difference(SuiteManifest of) {
      return of.tables().entrySet().stream()
          .flatMap(entry -> difference(entry.getKey(), entry.getValue()).stream())
          .findFirst();
    }

    private Optional<String> difference(String table, SuiteManifest.TableSize expected) {
      List<StoredObject> found =
          objects.entrySet().stream()
              .filter(entry -> entry.getKey().startsWith(table + "/"))
              .map(Map.Entry::getValue)
              .toList();
      long bytes = found.stream().mapToLong(StoredObject::size).sum();
      return found.size() == expected.objects() && bytes == expected.bytes()
          ? Optional.empty()
          : Optional.of(
              "%s has %d objects with %d bytes instead of %d with %d"
                  .formatted(table, found.size(), bytes, expected.objects(), expected.bytes()));
    }
  }
}
