// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * The options of {@link LocalMain}, from system properties.
 *
 * @param root the repository's root ({@code sparkbench.root})
 * @param job the manifest ({@code job})
 * @param data a file to put at the manifest's {@code s3Path} first ({@code data})
 * @param jar a jar to put where the manifest of an application expects it first ({@code jar})
 * @param keep whether the cluster keeps running after the benchmark has ended ({@code keep})
 */
record Options(Path root, Path job, Optional<Path> data, Optional<Path> jar, boolean keep) {

  private static final String DEFAULT_JOB = "crds/samples/sales-scaling.yaml";

  static Options of(Properties properties) throws UserError {
    Path root =
        Path.of(properties.getProperty("sparkbench.root", ".")).toAbsolutePath().normalize();
    Optional<Path> job = file(properties, "job");
    return new Options(
        root,
        job.isPresent() ? job.get() : existing("job", root.resolve(DEFAULT_JOB)),
        file(properties, "data"),
        file(properties, "jar"),
        Boolean.parseBoolean(properties.getProperty("keep")));
  }

  /** The folder for all files of the cluster. */
  Path folder() {
    return root.resolve(".local");
  }

  /** The kubeconfig for {@code kubectl}, while the cluster runs. */
  Path kubeconfig() {
    return folder().resolve("kubeconfig");
  }

  private static Optional<Path> file(Properties properties, String name) throws UserError {
    String value = properties.getProperty(name, "");
    return value.isBlank() ? Optional.empty() : Optional.of(existing(name, Path.of(value)));
  }

  private static Path existing(String name, Path file) throws UserError {
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          "%s: there is no file %s; paths are relative to the folder in which you started Maven"
              .formatted(name, file.toAbsolutePath().normalize()));
    }
    return file.toAbsolutePath().normalize();
  }
}
