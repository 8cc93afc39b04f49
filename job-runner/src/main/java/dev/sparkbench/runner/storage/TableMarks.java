// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes folders of tables (Delta, Iceberg, Hudi). Not all objects in such a folder belong to
 * the table: some were replaced or deleted, and are kept for readers of older versions.
 */
final class TableMarks {

  /** A table format. */
  private record Kind(String name, String mark, Pattern keys, String remedy) {

    /** The folder of the table that an object belongs to, with a slash at its end. */
    Optional<String> root(String key) {
      Matcher matcher = keys.matcher(key);
      return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
  }

  private static final String ICEBERG = "Iceberg";
  private static final String HUDI = "Hudi";

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "Delta",
              "_delta_log/",
              Pattern.compile("((?:.*/)?)_delta_log/[0-9]{20}\\..*"),
              "set dataset.format to delta"),
          new Kind(
              ICEBERG,
              "metadata/",
              Pattern.compile("((?:.*/)?)metadata/[^/]*\\.metadata\\.json(?:\\.gz)?"),
              "set dataset.format to iceberg"),
          new Kind(
              HUDI,
              ".hoodie/",
              Pattern.compile("((?:.*/)?)\\.hoodie/.*"),
              "write it as Delta, Iceberg or plain Parquet, since Hudi tables cannot be read"));

  // Iceberg's names: v12.metadata.json, or 00012-<UUID>.metadata.json.
  private static final Pattern ICEBERG_METADATA =
      Pattern.compile(
          "(?:.*/)?(?:v[0-9]+|[0-9]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\\.gz)?\\.metadata\\.json(?:\\.gz)?");

  private TableMarks() {}

  /**
   * Fails with {@code MalformedData} if the dataset is a single metadata object of a table. It has
   * no rows, but its extension is that of JSON.
   */
  static void requireNoMetadata(S3Uri uri) {
    for (Kind kind : KINDS) {
      boolean tells =
          kind.keys().matcher(uri.key()).matches()
              || kind.name().equals(ICEBERG) && ICEBERG_METADATA.matcher(uri.key()).matches();
      if (tells) {
        throw new RunFailure(
            FailureReason.MALFORMED_DATA,
            "%s belongs to %s, and has none of its rows: %s%s"
                .formatted(
                    uri,
                    aTable(kind),
                    kind.name().equals(HUDI) || uri.key().endsWith(".metadata.json")
                        ? ""
                        : "give the table's own path as s3Path, and ",
                    kind.remedy()));
      }
    }
  }

  private static String aTable(Kind kind) {
    return "%s %s table".formatted(kind.name().equals(ICEBERG) ? "an" : "a", kind.name());
  }

  /**
   * Fails with {@code MalformedData} if an object of the dataset is in the folder of a table.
   *
   * @param listed all keys that were listed
   * @param read the keys of the objects to be read
   */
  static void requireNone(S3Uri uri, Collection<String> listed, Collection<String> read) {
    for (Kind kind : KINDS) {
      listed.stream()
          .filter(key -> key.contains(kind.mark()))
          .flatMap(key -> kind.root(key).stream())
          .distinct()
          .filter(root -> read.stream().anyMatch(object -> object.startsWith(root)))
          .findFirst()
          .ifPresent(root -> refuse(kind, uri, root));
    }
  }

  /**
   * Fails with {@code MalformedData} if the dataset is a part of a table: one of its folders of the
   * form {@code column=value}.
   */
  static void requireNoneAbove(ObjectStore store, S3Uri uri) {
    String folder = uri.key().endsWith("/") ? uri.key() : uri.key() + "/";
    String above = folder.replaceFirst("(?:[^/]*=[^/]*/)+(?:[^/=]*/)?$", "");
    if (above.equals(folder)) {
      return;
    }
    String table = above.replaceFirst("(^|/)data/$", "$1");
    for (String root : List.of(above, table)) {
      for (Kind kind : KINDS) {
        store.list(uri.bucket(), root + kind.mark()).stream()
            .flatMap(object -> kind.root(object.key()).stream())
            .filter(root::equals)
            .findFirst()
            .ifPresent(found -> refuse(kind, uri, found));
      }
    }
  }

  private static void refuse(Kind kind, S3Uri uri, String root) {
    S3Uri table = new S3Uri(uri.bucket(), root);
    boolean itself = uri.key().equals(root) || (uri.key() + "/").equals(root);
    throw new RunFailure(
        FailureReason.MALFORMED_DATA,
        "%s is %s (it has %s), and not all objects below it are part of it: %s%s"
            .formatted(
                uri,
                itself
                    ? aTable(kind)
                    : "or has parts of the %s table %s".formatted(kind.name(), table),
                kind.mark(),
                itself || kind.name().equals(HUDI)
                    ? ""
                    : "give the table's own path as s3Path, and ",
                kind.remedy()));
  }
}
