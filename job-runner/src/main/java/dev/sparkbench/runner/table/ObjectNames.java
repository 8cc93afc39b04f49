package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.DatasetFormats;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the names of a dataset's objects tell about their contents. */
public final class ObjectNames {

  // Hadoop reads zst only with a native library that the image does not have.
  private static final Pattern PACKED =
      Pattern.compile(
          ".*[.](?:zip|7z|rar|xz|zst|tgz|tar(?:[.](?:gz|bz2))?)", Pattern.CASE_INSENSITIVE);

  private ObjectNames() {}

  /**
   * Checks that all objects may be of a format. Spark reads whatever lies below a path: a README
   * among CSV files would become rows.
   *
   * @throws RunFailure {@code MalformedData} if there are archives or the like, or if some objects
   *     are named after the format and others are not
   */
  public static void requireFormat(DatasetObjects dataset, String format) {
    dataset.objects().stream()
        .filter(object -> PACKED.matcher(object.key()).matches())
        .findFirst()
        .ifPresent(
            packed -> {
              throw malformed(
                  "%s is packed in a way that cannot be read: unpack it; single files may be compressed as .gz or .bz2"
                      .formatted(dataset.sparkPath(packed)));
            });
    Map<Boolean, List<StoredObject>> objects =
        dataset.objects().stream()
            .collect(Collectors.partitioningBy(object -> isNamedAfter(format, object)));
    if (!objects.get(true).isEmpty() && !objects.get(false).isEmpty()) {
      throw malformed(
          "%s holds %d objects named as %s and %d others, such as %s, which would be read as %s too: take the others away, or use a pattern for s3Path, such as data/*.%s"
              .formatted(
                  dataset.uri(),
                  objects.get(true).size(),
                  format,
                  objects.get(false).size(),
                  dataset.sparkPath(objects.get(false).get(0)),
                  format,
                  format));
    }
  }

  private static boolean isNamedAfter(String format, StoredObject object) {
    return DatasetFormats.ofPath(object.key()).filter(format::equals).isPresent();
  }

  private static RunFailure malformed(String message) {
    return new RunFailure(FailureReason.MALFORMED_DATA, message);
  }
}
