// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/**
 * A benchmark: the same Spark tasks on the same dataset with different numbers of executor pods.
 *
 * <p>Reading one never fails. Content of another release that this one does not understand is
 * missing in {@link #getSpec} and {@link #getStatus}, and is listed in {@link #unreadableSpec} and
 * {@link #unreadableStatus}. Code that acts on a resource must check these first.
 */
@Group(SparkBenchmarkJob.GROUP)
@Version(SparkBenchmarkJob.VERSION)
@Plural("sparkbenchmarkjobs")
@ShortNames("sbj")
@Categories("sparkbench")
@JsonDeserialize(using = SparkBenchmarkJobReader.class)
public class SparkBenchmarkJob
    extends CustomResource<SparkBenchmarkJobSpec, SparkBenchmarkJobStatus> implements Namespaced {

  /** The API group, which is also the prefix of the project's labels and annotations. */
  public static final String GROUP = "sparkbench.dev";

  /** The API version. */
  public static final String VERSION = "v1alpha1";

  /** An annotation with any value; another value makes the benchmark start over. */
  public static final String RERUN_ANNOTATION = GROUP + "/rerun";

  private static final long serialVersionUID = 2L;

  private transient List<Unreadable> unreadableSpec = List.of();
  private transient List<Unreadable> unreadableStatus = List.of();

  @Override
  @Required
  public SparkBenchmarkJobSpec getSpec() {
    return super.getSpec();
  }

  // A new resource must not look finished to tools that compare observedGeneration with generation.
  @Override
  @Default("{\"observedGeneration\": -1}")
  public SparkBenchmarkJobStatus getStatus() {
    return super.getStatus();
  }

  /** The parts of the spec that are not understood. To act on the rest alone could be wrong. */
  public List<Unreadable> unreadableSpec() {
    return unreadableSpec;
  }

  /** The parts of the status that are not understood. Writing another status would lose them. */
  public List<Unreadable> unreadableStatus() {
    return unreadableStatus;
  }

  void setUnreadable(List<Unreadable> inSpec, List<Unreadable> inStatus) {
    unreadableSpec = List.copyOf(inSpec);
    unreadableStatus = List.copyOf(inStatus);
  }

  /** A copy with its own metadata. Spec and status are shared, because nobody modifies them. */
  public SparkBenchmarkJob copy() {
    SparkBenchmarkJob copy = new SparkBenchmarkJob();
    copy.setMetadata(new ObjectMetaBuilder(getMetadata()).build());
    copy.setSpec(getSpec());
    copy.setStatus(getStatus());
    copy.setUnreadable(unreadableSpec, unreadableStatus);
    return copy;
  }
}
