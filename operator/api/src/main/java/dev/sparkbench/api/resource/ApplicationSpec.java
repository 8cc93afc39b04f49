// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A program of the user's own, called as spark-submit in client mode would. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApplicationSpec(
    @JsonPropertyDescription("The class with public static void main(String[]).")
        @Required
        @Pattern("^[A-Za-z_$][A-Za-z0-9_$]*([.][A-Za-z_$][A-Za-z0-9_$]*)*$") @Size(max = 512) @EditOf(Effect.STARTS_OVER)
        String mainClass,
    @JsonPropertyDescription(
            "The jar with that class: a key in storage.bucket, s3://bucket/key, or local:///path in the image. Default: none, if the class is on the image's class path.")
        @Size(min = 1, max = 1024) @EditOf(Effect.STARTS_OVER)
        String jar,
    @JsonPropertyDescription("Further jars, in the form of jar.")
        @Size(max = 32) @EditOf(Effect.STARTS_OVER)
        List<@Size(min = 1, max = 1024) String> jars,
    @JsonPropertyDescription(
            "The arguments of main. These placeholders are replaced: $(dataset), the address of s3Path; $(table.NAME), that of one of tables; $(scratch), that of a folder that is new for each call and deleted after it; $(nodes), the number of executors; $(partitions), a number of partitions that suits all node counts.")
        @Size(max = 128) @EditOf(Effect.STARTS_OVER)
        List<@Size(max = 4096) String> arguments,
    @JsonPropertyDescription(
            "Whether main can be called more than once in a JVM. False (default): each run calls it once, and measurement.trials repeat it in fresh pods. True: warm-ups and iterations as for other types.")
        @EditOf(value = Effect.STARTS_OVER, unless = "false")
        Boolean repeatable,
    @JsonPropertyDescription(
            "Folders or objects below $(scratch) whose rows must be the same at every node count. Default: results are not compared.")
        @Size(max = 16) @EditOf(Effect.STARTS_OVER)
        List<@Size(min = 1, max = 512) String> compare,
    @JsonPropertyDescription(
            "Tables that main reads in addition to s3Path. $(table.NAME) in an argument is the address of one; the data must be the same in all runs.")
        @Size(max = 32) @ValidationRule(
            value = "self.all(t, self.exists_one(u, u.name == t.name))",
            message = "names of tables must be unique")
        @EditOf(Effect.STARTS_OVER)
        List<ApplicationTableSpec> tables) {}
