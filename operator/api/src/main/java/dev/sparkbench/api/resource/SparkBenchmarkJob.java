package dev.sparkbench.api.resource;

import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A benchmark: the same Spark tasks on the same dataset with different numbers of executor pods.
 */
@Group(SparkBenchmarkJob.GROUP)
@Version(SparkBenchmarkJob.VERSION)
@Plural("sparkbenchmarkjobs")
@ShortNames("sbj")
@Categories("sparkbench")
public class SparkBenchmarkJob
    extends CustomResource<SparkBenchmarkJobSpec, SparkBenchmarkJobStatus> implements Namespaced {

  /** The API group, also the prefix of the project's labels and annotations. */
  public static final String GROUP = "sparkbench.dev";

  /** The API version. */
  public static final String VERSION = "v1alpha1";

  /** An annotation with any value; another value makes the benchmark start over. */
  public static final String RERUN_ANNOTATION = GROUP + "/rerun";

  private static final long serialVersionUID = 1L;

  @Override
  @Required
  public SparkBenchmarkJobSpec getSpec() {
    return super.getSpec();
  }

  // A fresh resource must not look finished to a tool that compares observedGeneration with
  // generation.
  @Override
  @Default("{\"observedGeneration\": -1}")
  public SparkBenchmarkJobStatus getStatus() {
    return super.getStatus();
  }
}
