// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How long a run may take. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimeoutsSpec(
    @JsonPropertyDescription(
            "Until the driver pod runs, and again until all executors are registered. Default: 300.")
        @Min(5) @Max(86400) @EditOf(Effect.RUNS_OTHERWISE)
        Integer startSeconds,
    @JsonPropertyDescription(
            "From the start of the driver's container to its end; pulling its image does not count. Default: 3600.")
        @Min(10) @Max(604800) @EditOf(Effect.RUNS_OTHERWISE)
        Integer runSeconds) {

  /** All fields absent. */
  public static final TimeoutsSpec EMPTY = new TimeoutsSpec(null, null);
}
