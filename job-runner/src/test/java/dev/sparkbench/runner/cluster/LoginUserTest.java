// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.runner.fixture.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginUserTest {

  @TempDir Path folder;

  @Test
  void isGivenToHadoopWhereTheOperatingSystemHasNone() throws Exception {
    Path answer = folder.resolve("answer");

    // Without the module that asks the operating system, Hadoop fails as it does for a user ID
    // that has no name.
    assertThat(
            ChildJvm.run(
                AsksForTheUser.class, answer, "--limit-modules", "java.se,jdk.unsupported"))
        .isZero();
    assertThat(answer).hasContent("somebody");
  }

  @Test
  void isHadoopsOwnWhereThereIsOne() throws Exception {
    Path answer = folder.resolve("answer");

    assertThat(ChildJvm.run(AsksForTheUser.class, answer)).isZero();
    assertThat(answer).hasContent(System.getProperty("user.name"));
  }

  /** A process that uses Hadoop. */
  static final class AsksForTheUser {
    public static void main(String[] args) throws IOException {
      LoginUser.ensure(Map.of("HADOOP_USER_NAME", "somebody"));
      Files.writeString(Path.of(args[0]), UserGroupInformation.getCurrentUser().getShortUserName());
    }
  }
}
