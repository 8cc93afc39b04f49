// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.SuiteWorkload.Generate;
import dev.sparkbench.api.resource.ApplicationSpec;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.api.resource.SuiteSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts the dataset of a benchmark into the local object store, if it has one. */
final class DatasetSupply {

  private static final S3Uri SALES = new S3Uri(LocalCluster.BUCKET, "user123/datasets/sales.csv");

  private final Options options;
  private final LocalCluster cluster;

  DatasetSupply(Options options, LocalCluster cluster) {
    this.options = options;
    this.cluster = cluster;
  }

  /**
   * A dataset in the store.
   *
   * @param text what was done, for people
   * @param bytes its size in bytes; empty if unknown
   */
  record Supplied(String text, OptionalLong bytes) {}

  /** Uploads the user's file, or generates the dataset of the samples. */
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
    if (isCreated(spec)) {
      return new Supplied(
          dataset + ", created before the first run if it is missing", OptionalLong.empty());
    }
    return new Supplied(
        dataset + ", expected to be there; -Ddata=FILE puts it there", OptionalLong.empty());
  }

  /** Whether the benchmark creates missing data itself. */
  private static boolean isCreated(SparkBenchmarkJobSpec spec) {
    return switch (spec.jobConfig().type()) {
      case DESCRIPTIVE, ML, SQL, APPLICATION -> false;
      case TPCH -> isCreated(spec.jobConfig().tpch());
      case TPCDS -> isCreated(spec.jobConfig().tpcds());
    };
  }

  private static boolean isCreated(SuiteSpec suite) {
    return suite != null && suite.generate() != Generate.Never;
  }

  /**
   * Puts the user's jar where the manifest of an application expects it.
   *
   * @return what was done, for people; empty for other types
   */
  Optional<String> supplyJar(SparkBenchmarkJobSpec spec) throws IOException, UserError {
    ApplicationSpec application = spec.jobConfig().application();
    if (application == null
        || application.jar() == null
        || application.jar().startsWith("local:")) {
      if (options.jar().isPresent()) {
        throw new UserError("jar: the manifest has no spec.jobConfig.application.jar in the store");
      }
      return Optional.empty();
    }
    S3Uri target = at("spec.jobConfig.application.jar", application.jar(), spec);
    cluster.s3().createBucket(target.bucket());
    return Optional.of(
        options.jar().isPresent()
            ? upload(options.jar().get(), target).text()
            : target + ", expected to be there; -Djar=FILE puts it there");
  }

  /** The address of the dataset. */
  static S3Uri dataset(SparkBenchmarkJobSpec spec) throws UserError {
    return at("spec.s3Path", spec.s3Path(), spec);
  }

  private static S3Uri at(String field, String path, SparkBenchmarkJobSpec spec) throws UserError {
    if (!path.startsWith("s3://")) {
      String bucket =
          spec.storage() == null || spec.storage().bucket() == null
              ? LocalCluster.BUCKET
              : spec.storage().bucket();
      return new S3Uri(bucket, path);
    }
    try {
      return S3Uri.parse(path);
    } catch (IllegalArgumentException e) {
      throw new UserError(field + ": " + e.getMessage());
    }
  }

  /** The address at which the benchmark finds a file. */
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
