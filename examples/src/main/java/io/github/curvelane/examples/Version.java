package io.github.curvelane.examples;

import picocli.CommandLine.IVersionProvider;

/** The version of the program, as its jar states it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"curvelane " + text()};
  }

  static String text() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(built from classes)" : version;
  }
}
