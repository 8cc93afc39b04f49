// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The store of the dataset and the results. Defaults come from the operator's configuration. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StorageSpec(
    @JsonPropertyDescription(
            "The bucket of s3Path, unless s3Path names one itself. Default: that of the operator's configuration.")
        @Pattern("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$") @Size(max = 63) @EditOf(Effect.STARTS_OVER)
        String bucket,
    @JsonPropertyDescription(
            "URL of an S3-compatible store. Default: that of the operator's configuration, or AWS.")
        @Pattern("^https?://[^/?#@\\s]+/?$") @Size(max = 512)
        @EditOf(Effect.STARTS_OVER)
        String endpoint,
    @JsonPropertyDescription("Region of the bucket. Default: that of the operator's configuration.")
        @Pattern("^[a-z0-9-]{1,63}$") @Size(max = 63) @EditOf(Effect.RUNS_OTHERWISE)
        String region,
    @JsonPropertyDescription(
            "Whether the bucket is part of the URL's path instead of its host name, as most S3-compatible stores require. Default: as the operator's configuration says.")
        @EditOf(Effect.RUNS_OTHERWISE)
        Boolean pathStyleAccess,
    @JsonPropertyDescription(
            "Secret in the resource's namespace with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and optionally AWS_SESSION_TOKEN. Default, and the only one unless an administrator allows others: that of the operator's configuration; without one, the pods' own identity.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$") @Size(max = 253) @EditOf(Effect.RUNS_OTHERWISE)
        String credentialsSecret,
    @JsonPropertyDescription(
            "Where results go: a key prefix, or s3://bucket/prefix. The documents are in <resultPath>/<jobId>/output/. They must not be inside s3Path. Default: result/ in the first folder of s3Path, or in the bucket if there is no such folder or if s3Path contains all of it.")
        @Size(min = 1, max = 1024) @ValidationRule(
            value = "!self.matches('(^|/)[.][.](/|$)')",
            message = "must not contain '..'")
        @EditOf(Effect.STARTS_OVER)
        String resultPath,
    @JsonPropertyDescription(
            "Secret with the same keys as credentialsSecret, for the results. They need a bucket of their own: resultPath is s3://bucket/prefix. Default: the credentials of the dataset.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$") @Size(max = 253) @EditOf(Effect.RUNS_OTHERWISE)
        String resultCredentialsSecret,
    @JsonPropertyDescription(
            "Certificates in PEM form, such as that of a private authority, to trust in addition to the usual ones: all entries of a Secret or of a ConfigMap that contain certificates.")
        @ValidationRule(
            value = "has(self.secret) != has(self.configMap)",
            message = "name either a secret or a configMap")
        CertificatesSpec certificates) {

  /** All fields absent. */
  public static final StorageSpec EMPTY =
      new StorageSpec(null, null, null, null, null, null, null, null);
}
