// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What to do after a transient failure, such as a lost node. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetrySpec(
    @JsonPropertyDescription("Attempts of each run, the first included. Default: 2.")
        @Min(1) @Max(10) @EditOf(Effect.RUNS_OTHERWISE)
        Integer maxAttempts,
    @JsonPropertyDescription(
            "Pause before the second attempt; it doubles with each further one, up to an hour. Default: 10.")
        @Min(0) @Max(3600) @EditOf(Effect.RUNS_OTHERWISE)
        Integer backoffSeconds) {

  /** All fields absent. */
  public static final RetrySpec EMPTY = new RetrySpec(null, null);
}
