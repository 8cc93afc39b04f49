// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The jobs of a namespace, by id. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record JobList(List<Item> jobs) {

  /** One of them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Item(String jobId, String status, String progress) {

    private static Item of(SparkBenchmarkJob job) {
      JobState state = JobState.of(job, Optional.empty());
      return new Item(state.data().jobId(), state.status(), state.progress());
    }
  }

  static JobList of(Stream<SparkBenchmarkJob> jobs) {
    return new JobList(jobs.map(Item::of).sorted(Comparator.comparing(Item::jobId)).toList());
  }
}
