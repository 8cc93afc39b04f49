// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** What to compute: the type, and the member with its settings. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobConfig(
    @JsonPropertyDescription(
            "The kind of work: descriptive (statistics of the columns), ml (machine learning), sql (your own queries, or canonical ones), tpch or tpcds (queries derived from TPC-H or TPC-DS, over data that is generated), application (your own program).")
        @Required
        @EditOf(Effect.STARTS_OVER)
        JobType type,
    @JsonPropertyDescription("Names of tasks of that type, for descriptive and ml.")
        @Size(min = 1, max = 32) @ValidationRule(
            value = "self.all(t, self.exists_one(u, u == t))",
            message = "tasks must be unique")
        @EditOf(Effect.STARTS_OVER)
        List<@Size(min = 1, max = 63) String> tasks,
    @JsonPropertyDescription("Parameters of the tasks, as <task>.<parameter>.")
        @Size(max = 64) @ValidationRule(
            value = "self.all(k, size(k) <= 253)",
            message = "names must have at most 253 characters")
        @EditOf(Effect.STARTS_OVER)
        Map<String, @Size(max = 256) String> parameters,
    @JsonPropertyDescription("The queries, for type sql.") SqlSpec sql,
    @JsonPropertyDescription("The suite, for type tpch.") SuiteSpec tpch,
    @JsonPropertyDescription("The suite, for type tpcds.") SuiteSpec tpcds,
    @JsonPropertyDescription("The program, for type application.") ApplicationSpec application) {

  /** Tasks of the catalogue. */
  public static JobConfig ofTasks(
      JobType type, List<String> tasks, Map<String, String> parameters) {
    return new JobConfig(type, tasks, parameters, null, null, null, null);
  }
}
