package dev.sparkbench.runner.storage;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * The objects that a dataset consists of: the one at its path, or everything below it, or
 * everything at and below what its pattern matches. Names that Spark takes for hidden are left out.
 *
 * @param uri the dataset's path
 * @param objects by key, at least one
 * @param folders names of the folders between the path and the objects
 * @param table the version of a table of a table format, of which the objects are what tells of it;
 *     null where the objects are the data
 */
public record DatasetObjects(
    S3Uri uri, List<StoredObject> objects, List<String> folders, TableVersion table) {

  /** Copies the lists. */
  public DatasetObjects {
    objects = List.copyOf(objects);
    folders = List.copyOf(folders);
  }

  private static final int TABLE_HASH = 16;

  /** Objects that are the data. */
  public DatasetObjects(S3Uri uri, List<StoredObject> objects, List<String> folders) {
    this(uri, objects, folders, null);
  }

  /** An object and where it lies below the dataset's path; empty for the path itself. */
  private record Located(StoredObject object, String below) {

    // A folder made by hand in a console is an empty object of that name.
    boolean isFolderMarker() {
      return object.key().endsWith("/");
    }

    boolean isHidden() {
      String path =
          below.isEmpty() ? object.key().substring(object.key().lastIndexOf('/') + 1) : below;
      return Arrays.stream(path.split("/")).anyMatch(Located::isHiddenName);
    }

    /** As HadoopFSUtils.shouldFilterOutPathName in Spark 3.5 has it. */
    private static boolean isHiddenName(String name) {
      boolean hidden =
          name.startsWith(".")
              || name.startsWith("_") && !name.contains("=")
              || name.endsWith("._COPYING_");
      return hidden && !name.startsWith("_common_metadata") && !name.startsWith("_metadata");
    }

    Stream<String> folders() {
      String[] names = below.split("/");
      return Arrays.stream(names, 0, names.length - 1);
    }
  }

  /**
   * Finds a dataset as it is to be read.
   *
   * @throws RunFailure {@code DatasetNotFound} if there is nothing to read; whatever else the store
   *     answers
   */
  public static DatasetObjects find(ObjectStore store, Dataset dataset) {
    return switch (dataset.format()) {
      case DeltaVersions.FORMAT -> DeltaVersions.find(store, dataset);
      case IcebergSnapshots.FORMAT -> IcebergSnapshots.find(store, dataset);
      default -> find(store, S3Uri.parse(dataset.uri()));
    };
  }

  /**
   * Finds a dataset of objects.
   *
   * @throws RunFailure {@code DatasetNotFound} if there is nothing to read; whatever else the store
   *     answers
   */
  public static DatasetObjects find(ObjectStore store, S3Uri uri) {
    TableMarks.requireNoneAbove(store, uri);
    List<String> listed = new ArrayList<>();
    List<Located> found =
        locate(store, uri, listed).filter(o -> !o.isFolderMarker() && !o.isHidden()).toList();
    TableMarks.requireNone(uri, listed, found.stream().map(o -> o.object().key()).toList());
    if (found.isEmpty()) {
      throw new RunFailure(
          FailureReason.DATASET_NOT_FOUND,
          "nothing to read at %s: check s3Path (a file, a prefix or a pattern; names that start with '_' or '.' are ignored)"
              .formatted(uri));
    }
    store.requireReadable(new S3Uri(uri.bucket(), found.get(0).object().key()));
    return new DatasetObjects(
        uri,
        found.stream()
            .map(Located::object)
            .sorted(Comparator.comparing(StoredObject::key))
            .toList(),
        found.stream().flatMap(Located::folders).distinct().sorted().toList());
  }

  private static Stream<Located> locate(ObjectStore store, S3Uri uri, List<String> listed) {
    if (KeyPattern.isPattern(uri.key())) {
      KeyPattern pattern = KeyPattern.of(uri.key());
      return pattern.prefixes().stream()
          .flatMap(prefix -> store.list(uri.bucket(), prefix).stream())
          .distinct()
          .peek(object -> listed.add(object.key()))
          .flatMap(o -> pattern.below(o.key()).map(below -> new Located(o, below)).stream());
    }
    if (!uri.key().endsWith("/")) {
      Optional<StoredObject> file = store.find(uri);
      if (file.isPresent()) {
        return file.map(object -> new Located(object, "")).stream();
      }
    }
    String folder = uri.key().endsWith("/") ? uri.key() : uri.key() + "/";
    return store.list(uri.bucket(), folder).stream()
        .peek(object -> listed.add(object.key()))
        .map(object -> new Located(object, object.key().substring(folder.length())));
  }

  /**
   * A digest of keys, sizes and ETags: equal if and only if the same bytes would be read. Of tables
   * it begins with the version.
   */
  public String identity() {
    MessageDigest digest = sha256();
    for (StoredObject object : objects) {
      digest.update(
          "%s\n%d\n%s\n"
              .formatted(object.key(), object.size(), object.etag())
              .getBytes(StandardCharsets.UTF_8));
    }
    String hash = HexFormat.of().formatHex(digest.digest());
    return table == null
        ? "sha256:" + hash
        : "%s:%s:%s".formatted(table.format(), table.name(), hash.substring(0, TABLE_HASH));
  }

  /** The objects' total size in bytes. */
  public long bytes() {
    return objects.stream().mapToLong(StoredObject::size).sum();
  }

  /** Whether folders have names of the form {@code column=value}. */
  public boolean isPartitioned() {
    return !partitionColumns().isEmpty();
  }

  /** The columns that folders of the form {@code column=value} name. */
  public Set<String> partitionColumns() {
    return folders.stream()
        .filter(name -> name.contains("="))
        .map(name -> ExternalCatalogUtils.unescapePathName(name.substring(0, name.indexOf('='))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Some of the objects that are not empty, spread evenly over all of them, the first and the last
   * included: the same ones every time.
   *
   * @param most how many at most, at least 2
   */
  public List<StoredObject> spread(int most) {
    List<StoredObject> some = objects.stream().filter(object -> object.size() > 0).toList();
    if (some.size() <= most) {
      return some;
    }
    return IntStream.range(0, most)
        .mapToObj(i -> some.get((int) ((long) i * (some.size() - 1) / (most - 1))))
        .toList();
  }

  /** The path under which Spark reads the dataset; a pattern stays one. */
  public String sparkPath() {
    return sparkPath(uri.key());
  }

  /** The path under which Spark reads one of the objects. */
  public String sparkPath(StoredObject object) {
    return sparkPath(object.key());
  }

  /** The path under which Spark reads the object of that key. */
  public String sparkPathOf(String key) {
    return sparkPath(key);
  }

  private String sparkPath(String key) {
    return "s3a://%s/%s".formatted(uri.bucket(), key);
  }

  /**
   * Fails with {@code DatasetChanged} unless the dataset is the expected one.
   *
   * @param expected an {@link #identity()} of before
   * @param since when it was expected, as the end of a sentence
   */
  public void requireIdentity(String expected, String since) {
    if (!identity().equals(expected)) {
      throw new RunFailure(
          FailureReason.DATASET_CHANGED,
          "%s has changed %s (%s, then %s): times of different data cannot be compared; leave it unchanged and start over"
              .formatted(uri, since, expected, identity()));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
