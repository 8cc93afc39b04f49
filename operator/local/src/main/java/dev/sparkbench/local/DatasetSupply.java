package dev.sparkbench.local;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Sees to it that the dataset of a benchmark is in the local object store, where it can. */
final class DatasetSupply {

  private static final S3Uri SALES = new S3Uri(LocalCluster.BUCKET, "user123/datasets/sales.csv");

  private final Options options;
  private final LocalCluster cluster;

  DatasetSupply(Options options, LocalCluster cluster) {
    this.options = options;
    this.cluster = cluster;
  }

  /**
   * What there is to read now.
   *
   * @param text what was done, for people
   * @param bytes how large it is; empty if nobody knows
   */
  record Supplied(String text, OptionalLong bytes) {}

  /** Uploads the user's file, or the generated one where the samples expect it. */
  Supplied supply(SparkBenchmarkJobSpec spec) throws IOException, UserError {
    S3Uri dataset = dataset(spec);
    cluster.s3().createBucket(dataset.bucket());
    if (options.data().isPresent()) {
      return upload(options.data().get(), objectFor(options.data().get(), dataset));
    }
    if (dataset.equals(SALES)) {
      Path file = options.folder().resolve("data").resolve("sales.csv");
      new SalesDataset(SalesDataset.DEFAULT_ROWS).writeIfMissing(file);
      return upload(file, SALES);
    }
    return new Supplied(
        dataset + ", expected to be there; -Ddata=FILE puts it there", OptionalLong.empty());
  }

  /** Where the benchmark will look. */
  static S3Uri dataset(SparkBenchmarkJobSpec spec) throws UserError {
    if (!spec.s3Path().startsWith("s3://")) {
      String bucket =
          spec.storage() == null || spec.storage().bucket() == null
              ? LocalCluster.BUCKET
              : spec.storage().bucket();
      return new S3Uri(bucket, spec.s3Path());
    }
    try {
      return S3Uri.parse(spec.s3Path());
    } catch (IllegalArgumentException e) {
      throw new UserError("spec.s3Path: " + e.getMessage());
    }
  }

  /** Where a file has to go so that the benchmark finds it. */
  static S3Uri objectFor(Path file, S3Uri dataset) throws UserError {
    if (dataset.key().matches(".*[*?\\[{].*")) {
      throw new UserError(
          "data: spec.s3Path %s is a pattern; give a key, or a prefix ending in /"
              .formatted(dataset));
    }
    return dataset.key().endsWith("/") ? dataset.resolve(file.getFileName().toString()) : dataset;
  }

  private Supplied upload(Path file, S3Uri target) throws IOException {
    try (DatasetUpload upload = new DatasetUpload(cluster.s3())) {
      boolean uploaded = upload.upload(file, target);
      long bytes = Files.size(file);
      return new Supplied(
          "%s, %.1f MB%s"
              .formatted(target, bytes / 1e6, uploaded ? ", uploaded" : ", there already"),
          OptionalLong.of(bytes));
    }
  }
}
