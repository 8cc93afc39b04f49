// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The footers of a dataset's objects, or of a part of them, spread evenly.
 *
 * @param byColumns the keys of the objects whose footers were read, in their order, by their
 *     columns
 * @param lookedAt the number of these
 * @param objects the number of non-empty objects
 * @param rowBytes the uncompressed size of a row of the largest object
 */
record Footers(Map<FileColumns, List<String>> byColumns, int lookedAt, int objects, long rowBytes) {

  /** The number of footers that are read while executors start. */
  static final int USUALLY = 512;

  /** The largest number of footers, if the columns of each object must be known. */
  static final int AT_MOST = 10_000;

  // The largest total size of footers, because footers of wide tables are large; a few are always
  // read.
  static final long MOST_BYTES = 64L << 20;
  private static final int AT_LEAST = 16;

  private static final int AT_ONCE = 16;

  /**
   * Reads footers.
   *
   * @param most the largest number of footers; fewer are read if they are large
   * @throws RunFailure {@code MalformedData} if an object does not have the format
   */
  static Footers read(FooterFormat format, DatasetObjects objects, Configuration hadoop, int most) {
    List<StoredObject> chosen = objects.spread(most);
    FooterFormat.Sizes sizes = largest(format, objects, hadoop);
    if (chosen.size() > AT_LEAST) {
      long each = Math.max(1, sizes.footer());
      chosen = objects.spread((int) Math.max(AT_LEAST, Math.min(most, MOST_BYTES / each)));
    }
    // Most objects of a dataset have the same columns, which are kept only once.
    Map<FileColumns, FileColumns> known = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<FileColumns>> read = new ArrayList<>();
      for (StoredObject object : chosen) {
        String path = objects.sparkPath(object);
        read.add(
            threads.submit(
                () -> {
                  FileColumns columns = read(format, path, hadoop);
                  return known.computeIfAbsent(columns, same -> same);
                }));
      }
      Map<FileColumns, List<String>> byColumns = new LinkedHashMap<>();
      for (int i = 0; i < chosen.size(); i++) {
        byColumns
            .computeIfAbsent(get(read.get(i)), columns -> new ArrayList<>())
            .add(chosen.get(i).key());
      }
      int all = (int) objects.objects().stream().filter(object -> object.size() > 0).count();
      return new Footers(byColumns, chosen.size(), all, sizes.row());
    } finally {
      threads.shutdownNow();
    }
  }

  private static FileColumns read(FooterFormat format, String path, Configuration hadoop) {
    try {
      return format.read(new Path(path), hadoop);
    } catch (IOException e) {
      if (isOfTheStore(e)) {
        throw new UncheckedIOException("cannot read " + path, e);
      }
      throw unreadable(format, path, e);
    } catch (RunFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw unreadable(format, path, e);
    }
  }

  /**
   * For a file in another format, the libraries of Parquet and ORC throw exceptions of their own or
   * of Java.
   */
  private static boolean isOfTheStore(IOException e) {
    String type = e.getClass().getName();
    return !type.equals(IOException.class.getName())
        && !type.startsWith("org.apache.orc.")
        && !type.startsWith("org.apache.parquet.")
        && !(e instanceof java.io.EOFException)
        && !type.startsWith("com.google.protobuf.")
        && !type.startsWith("org.apache.hadoop.thirdparty.protobuf.");
  }

  private static RunFailure unreadable(FooterFormat format, String path, Exception e) {
    return new RunFailure(
        FailureReason.MALFORMED_DATA,
        "%s has no footer that can be read as %s (it is damaged, encrypted, or of another format): correct or remove the object, or correct dataset.format"
            .formatted(path, format.name()),
        e);
  }

  /** Of the largest object. */
  private static FooterFormat.Sizes largest(
      FooterFormat format, DatasetObjects objects, Configuration hadoop) {
    try {
      StoredObject largest =
          objects.objects().stream()
              .max(Comparator.comparingLong(StoredObject::size))
              .orElseThrow();
      return format.sizes(new Path(objects.sparkPath(largest)), hadoop);
    } catch (IOException | RuntimeException e) {
      // Errors are reported when all footers are read.
      return new FooterFormat.Sizes(0, 0);
    }
  }

  private static FileColumns get(Future<FileColumns> columns) {
    try {
      return columns.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while footers were read", e);
    }
  }
}
