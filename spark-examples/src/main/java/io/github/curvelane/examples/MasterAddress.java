package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;

/**
 * Where the master of a standalone cluster is, or several of which one leads: {@code
 * spark://HOST:PORT,HOST:PORT}.
 */
final class MasterAddress {
  private static final String SCHEME = "spark://";
  private static final int ANSWER_MILLIS = 5000;

  private final String text;
  private final List<RpcAddress> places;

  private MasterAddress(String text, List<RpcAddress> places) {
    this.text = text;
    this.places = places;
  }

  /**
   * Reads an address.
   *
   * @return empty if the master is of another kind, such as {@code local[2]}
   * @throws UserException if a host or a port is missing
   */
  static Optional<MasterAddress> of(String master) {
    if (!master.startsWith(SCHEME)) {
      return Optional.empty();
    }
    List<RpcAddress> places = new ArrayList<>();
    for (String place : master.substring(SCHEME.length()).split(",", -1)) {
      places.add(place(master, place));
    }
    return Optional.of(new MasterAddress(master, places));
  }

  private static RpcAddress place(String master, String place) {
    String wanted = "--master is '" + master + "', must be spark://HOST:PORT";
    try {
      URI uri = URI.create(SCHEME + place);
      if (uri.getHost() == null || uri.getPort() < 1) {
        throw new UserException(wanted);
      }
      return new RpcAddress(uri.getHost(), uri.getPort());
    } catch (IllegalArgumentException e) {
      throw new UserException(wanted, e);
    }
  }

  /** Tells whether somebody answers at one of the places, within seconds. */
  boolean answers() {
    return places.stream().anyMatch(place -> silence(place).isEmpty());
  }

  /** Returns why nobody answers at a place; empty if somebody does. */
  private static Optional<String> silence(RpcAddress place) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(place.host(), place.port()), ANSWER_MILLIS);
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("no host has the name " + place.host());
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Looks for a master at one of the places. Spark itself would try for a minute.
   *
   * @throws UserException if there is none
   */
  void requireMaster() {
    List<RpcAddress> answering = new ArrayList<>();
    String silence = "";
    for (RpcAddress place : places) {
      Optional<String> why = silence(place);
      silence = why.orElse(silence);
      if (why.isEmpty()) {
        answering.add(place);
      }
    }
    if (answering.isEmpty()) {
      throw new UserException(
          "--master "
              + text
              + ": nobody answers there ("
              + silence
              + "); curvelane cluster starts one on this machine");
    }
    requireSpark(answering);
  }

  private void requireSpark(List<RpcAddress> answering) {
    SparkConf conf = new SparkConf();
    conf.set("spark.rpc.lookupTimeout", ANSWER_MILLIS + "ms");
    SecurityManager security =
        new SecurityManager(
            conf,
            SecurityManager.$lessinit$greater$default$2(),
            SecurityManager.$lessinit$greater$default$3());
    RpcEnv client = RpcEnv.create("look for a master", "127.0.0.1", 0, conf, security, true);
    try {
      if (answering.stream().noneMatch(place -> isMaster(client, place))) {
        throw new UserException(
            "--master "
                + text
                + ": what answers there is no master of Spark, or one that does not trust this"
                + " program; the page of a master has another port than the master");
      }
    } finally {
      client.shutdown();
    }
  }

  private static boolean isMaster(RpcEnv client, RpcAddress place) {
    try {
      client.setupEndpointRef(place, Master.ENDPOINT_NAME());
      return true;
    } catch (Exception e) { // Scala's are not declared.
      return false;
    }
  }
}
