package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.catalogue.JobType;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** What to compute. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobConfig(
    @JsonPropertyDescription(
            "The family of the tasks: descriptive (statistics of the columns) or ml (machine learning).")
        @Required
        JobType type,
    @JsonPropertyDescription("Names of tasks of that type.")
        @Required
        @Size(min = 1, max = 32) @ValidationRule(
            value = "self.all(t, self.exists_one(u, u == t))",
            message = "tasks must be unique")
        List<@Size(min = 1, max = 63) String> tasks,
    @JsonPropertyDescription("Parameters of the tasks, as <task>.<parameter>.")
        @Size(max = 64) @ValidationRule(
            value = "self.all(k, size(k) <= 253)",
            message = "names must have at most 253 characters")
        Map<String, @Size(max = 256) String> parameters) {}
