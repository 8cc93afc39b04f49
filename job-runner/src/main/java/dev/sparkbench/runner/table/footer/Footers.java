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
 * @param byColumns the keys of the objects that were looked at, in their order, by the columns they
 *     have
 * @param lookedAt how many these are
 * @param objects how many there are that are not empty
 * @param rowBytes what a row of the largest takes that is not compressed
 */
record Footers(Map<FileColumns, List<String>> byColumns, int lookedAt, int objects, long rowBytes) {

  /** So many objects are looked at while executors start. */
  static final int USUALLY = 512;

  /** So many may be looked at if it has to be known of each which columns it has. */
  static final int AT_MOST = 10_000;

  // Footers of wide tables are large; so many bytes of them are fetched at most, and a few always.
  static final long MOST_BYTES = 64L << 20;
  private static final int AT_LEAST = 16;

  private static final int AT_ONCE = 16;

  /**
   * Reads footers.
   *
   * @param most of so many objects at most, fewer if they are large
   * @throws RunFailure {@code MalformedData} if an object is none of the format
   */
  static Footers read(FooterFormat format, DatasetObjects objects, Configuration hadoop, int most) {
    List<StoredObject> chosen = objects.spread(most);
    FooterFormat.Sizes sizes = largest(format, objects, hadoop);
    if (chosen.size() > AT_LEAST) {
      long each = Math.max(1, sizes.footer());
      chosen = objects.spread((int) Math.max(AT_LEAST, Math.min(most, MOST_BYTES / each)));
    }
    // Most objects of a dataset have the same columns: they are kept once.
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

  /** Parquet and ORC say that a file is none of theirs by exceptions of their own or Java's. */
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
      // What is wrong with it is told when all are read.
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
