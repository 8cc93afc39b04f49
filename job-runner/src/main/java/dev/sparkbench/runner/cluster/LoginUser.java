// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The user that Hadoop works for. Hadoop asks the operating system for the user's name. A user ID
 * without an entry in the password file has no name, which is usual in clusters that assign the
 * IDs. Hadoop then fails, even if HADOOP_USER_NAME is set.
 */
public final class LoginUser {

  private static final String ANYBODY = "spark";

  private LoginUser() {}

  /** Gives Hadoop a user if it cannot find one itself; call it before any other code of Hadoop. */
  public static void ensure(Map<String, String> environment) {
    try {
      UserGroupInformation.getLoginUser();
    } catch (IOException e) {
      UserGroupInformation.setLoginUser(
          UserGroupInformation.createRemoteUser(
              environment.getOrDefault("HADOOP_USER_NAME", ANYBODY)));
    }
  }
}
