// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** The source of certificates to trust in addition to the usual ones. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CertificatesSpec(
    @JsonPropertyDescription(
            "Secret in the resource's namespace, which an administrator must allow.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$") @Size(max = 253) @EditOf(Effect.RUNS_OTHERWISE)
        String secret,
    @JsonPropertyDescription("ConfigMap in the resource's namespace.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$") @Size(max = 253) @EditOf(Effect.RUNS_OTHERWISE)
        String configMap) {}
