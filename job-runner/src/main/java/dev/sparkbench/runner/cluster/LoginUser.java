package dev.sparkbench.runner.cluster;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The user that Hadoop believes it works for. It asks the operating system for a name, which a user
 * ID without an entry in the password file does not have, as in clusters that choose the IDs
 * themselves; and it fails then, whatever HADOOP_USER_NAME says.
 */
public final class LoginUser {

  private static final String ANYBODY = "spark";

  private LoginUser() {}

  /** Gives Hadoop a user if it cannot find one itself; to be called before anything of Hadoop. */
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
