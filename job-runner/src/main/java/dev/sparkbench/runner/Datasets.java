// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectFormats;
import dev.sparkbench.runner.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run reads, as found in the store.
 *
 * @param all at least one; the first is the request's dataset
 */
record Datasets(List<Found> all) {

  private static final Logger LOG = LoggerFactory.getLogger(Datasets.class);

  Datasets {
    all = List.copyOf(all);
  }

  /**
   * One of the datasets.
   *
   * @param table its name and how to read it, with the format that was found
   * @param objects its objects
   */
  record Found(NamedTable table, DatasetObjects objects) {

    Dataset dataset() {
      return table.dataset();
    }

    private boolean isSame(ObjectStore store) {
      // A version of a table does not change, whatever happens to the table later.
      return objects.table() != null
          || DatasetObjects.find(store, objects.uri()).identity().equals(objects.identity());
    }
  }

  /**
   * Finds all datasets, and the formats that the request does not name.
   *
   * @throws RunFailure if a dataset does not exist, cannot be read, or has an unknown format
   */
  static Datasets find(ObjectStore store, List<NamedTable> tables, boolean opened) {
    return new Datasets(tables.stream().map(table -> find(store, table, opened)).toList());
  }

  private static Found find(ObjectStore store, NamedTable table, boolean opened) {
    Dataset dataset = table.dataset();
    DatasetObjects objects = DatasetObjects.find(store, dataset);
    LOG.info("{}: {} objects, {} bytes", objects.uri(), objects.objects().size(), objects.bytes());
    Dataset known =
        dataset.format() == null && opened
            ? dataset.withFormat(ObjectFormats.find(store, objects))
            : dataset;
    return new Found(new NamedTable(table.name(), known), objects);
  }

  /** The request's dataset. */
  Found main() {
    return all.get(0);
  }

  /** The total size in bytes. */
  long bytes() {
    return all.stream().mapToLong(found -> found.objects().bytes()).sum();
  }

  /**
   * A digest by which runs can tell whether they read the same data: the identity of the only
   * dataset, or a digest of the names and identities of all.
   */
  String identity() {
    return all.size() == 1
        ? main().objects().identity()
        : "sha256:"
            + digest(
                all.stream()
                    .map(found -> found.table().name() + "=" + found.objects().identity() + "\n")
                    .collect(Collectors.joining()));
  }

  /**
   * Fails with {@code DatasetChanged} unless these are the datasets that the baseline run read.
   *
   * @param expected their {@link #identity()} in the baseline run
   */
  void requireIdentity(String expected) {
    if (all.size() == 1) {
      main().objects().requireIdentity(expected, "since the baseline run");
    } else if (!identity().equals(expected)) {
      throw new RunFailure(
          FailureReason.DATASET_CHANGED,
          "one of the tables %s has changed since the baseline run: times of different data cannot be compared; leave them unchanged and start over"
              .formatted(all.stream().map(found -> found.table().name()).toList()));
    }
  }

  /** Fails with {@code DatasetChanged} if a dataset has changed since it was found. */
  void requireUnchanged(ObjectStore store) {
    for (Found found : all) {
      if (found.objects().table() == null) {
        DatasetObjects.find(store, found.objects().uri())
            .requireIdentity(found.objects().identity(), "while it was measured");
      }
    }
  }

  /** Whether a dataset has changed since it was found. */
  boolean haveChanged(ObjectStore store) {
    return !all.stream().allMatch(found -> found.isSame(store));
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
