// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetSupplyTest {

  private static final Path FILE = Path.of("mine.csv");

  @Test
  void aDatasetLiesInTheBucketThatIsNamedClosest() throws Exception {
    assertThat(DatasetSupply.dataset(spec("s3Path: a/b.csv")))
        .isEqualTo(new S3Uri("sparkbench", "a/b.csv"));
    assertThat(DatasetSupply.dataset(spec("s3Path: a/b.csv\nstorage: {bucket: lake}")))
        .isEqualTo(new S3Uri("lake", "a/b.csv"));
    assertThat(DatasetSupply.dataset(spec("s3Path: s3://other/a/b.csv\nstorage: {bucket: lake}")))
        .isEqualTo(new S3Uri("other", "a/b.csv"));
    assertThatThrownBy(() -> DatasetSupply.dataset(spec("s3Path: s3://other")))
        .isInstanceOf(UserError.class)
        .hasMessage("spec.s3Path: 's3://other' is not of the form s3://bucket/key");
  }

  @Test
  void aFileGoesWhereTheBenchmarkLooks() throws Exception {
    assertThat(DatasetSupply.objectFor(FILE, new S3Uri("b", "a/data.csv")))
        .isEqualTo(new S3Uri("b", "a/data.csv"));
    assertThat(DatasetSupply.objectFor(FILE, new S3Uri("b", "a/")))
        .isEqualTo(new S3Uri("b", "a/mine.csv"));
    assertThatThrownBy(() -> DatasetSupply.objectFor(FILE, new S3Uri("b", "a/*.csv")))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "data: spec.s3Path s3://b/a/*.csv is a pattern; give a key, or a prefix ending in /");
  }

  @Test
  void theUsersFileIsUploadedToABucketThatIsMadeForIt(@TempDir Path root) throws Exception {
    Path file = Files.writeString(root.resolve("mine.csv"), "a\n1\n");
    Options options =
        new Options(root, root.resolve("job.yaml"), Optional.of(file), Optional.empty(), false);
    try (LocalCluster cluster = LocalCluster.start(options.folder(), Map.of())) {
      DatasetSupply supply = new DatasetSupply(options, cluster);

      assertThat(supply.supply(spec("s3Path: s3://mine/in/")).text())
          .isEqualTo("s3://mine/in/mine.csv, 0.0 MB, uploaded");
      assertThat(supply.supply(spec("s3Path: s3://mine/in/")).text())
          .isEqualTo("s3://mine/in/mine.csv, 0.0 MB, there already");
      assertThat(cluster.bucketFolder("mine").resolve("in/mine.csv")).hasContent("a\n1\n");
    }
  }

  @Test
  void aSuiteNeedsNoFileAndAnApplicationTakesAJar(@TempDir Path root) throws Exception {
    Path jar = Files.writeString(root.resolve("mine.jar"), "PK");
    Options options =
        new Options(root, root.resolve("job.yaml"), Optional.empty(), Optional.of(jar), false);
    SparkBenchmarkJobSpec suite =
        spec("s3Path: tpch/\njobConfig: {type: tpch, tpch: {scale: '1'}}");
    SparkBenchmarkJobSpec application =
        spec(
            "s3Path: a/\njobConfig: {type: application, application: {mainClass: A, jar: jobs/a.jar}}");
    try (LocalCluster cluster = LocalCluster.start(options.folder(), Map.of())) {
      DatasetSupply supply = new DatasetSupply(options, cluster);

      assertThat(supply.supply(suite).text())
          .isEqualTo(
              "s3://%s/tpch/, created before the first run if it is missing"
                  .formatted(LocalCluster.BUCKET));
      assertThat(supply.supplyJar(application))
          .contains("s3://%s/jobs/a.jar, 0.0 MB, uploaded".formatted(LocalCluster.BUCKET));
      assertThat(cluster.bucketFolder(LocalCluster.BUCKET).resolve("jobs/a.jar")).hasContent("PK");
      assertThatThrownBy(() -> supply.supplyJar(suite))
          .isInstanceOf(UserError.class)
          .hasMessage("jar: the manifest has no spec.jobConfig.application.jar in the store");
    }
  }

  private static SparkBenchmarkJobSpec spec(String yaml) {
    return Serialization.unmarshal(yaml, SparkBenchmarkJobSpec.class);
  }
}
