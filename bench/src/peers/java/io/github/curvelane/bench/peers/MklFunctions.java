package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.functions.Function;
import io.github.curvelane.bench.functions.FunctionPeer;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.mkl.global.mkl_rt;

/**
 * MKL's vector functions on aligned native memory, in two of its accuracies: HA is within 1 ulp, LA
 * within 4.
 */
public final class MklFunctions implements FunctionPeer {
  private static final String HIGH = "MKL HA";
  private static final String LOW = "MKL LA";

  /** Loads MKL. */
  public MklFunctions() {
    mkl_rt.MKL_Set_Num_Threads(1);
  }

  @Override
  public List<String> variants() {
    return List.of(HIGH, LOW);
  }

  @Override
  public Evaluation prepare(String variant, Function function, Object x) {
    if (function == Function.LOGISTIC || function == Function.SOFTPLUS) {
      return null;
    }
    NativeArray from = NativeArray.copyOf(x);
    NativeArray to = NativeArray.copyOf(x);
    long mode = variant.equals(HIGH) ? mkl_rt.VML_HA : mkl_rt.VML_LA;
    Runnable work =
        x instanceof float[] floats
            ? floats(
                function,
                mode,
                floats.length,
                (FloatPointer) from.pointer(),
                (FloatPointer) to.pointer())
            : doubles(
                function,
                mode,
                ((double[]) x).length,
                (DoublePointer) from.pointer(),
                (DoublePointer) to.pointer());
    return new Evaluation() {
      @Override
      public void run() {
        work.run();
      }

      @Override
      public void close() {
        from.close();
        to.close();
      }
    };
  }

  private static Runnable floats(
      Function function, long mode, int n, FloatPointer from, FloatPointer to) {
    return switch (function) {
      case EXP -> () -> mkl_rt.vmsExp(n, from, to, mode);
      case EXPM1 -> () -> mkl_rt.vmsExpm1(n, from, to, mode);
      case LOG -> () -> mkl_rt.vmsLn(n, from, to, mode);
      case LOG1P -> () -> mkl_rt.vmsLog1p(n, from, to, mode);
      case TANH -> () -> mkl_rt.vmsTanh(n, from, to, mode);
      case ERF -> () -> mkl_rt.vmsErf(n, from, to, mode);
      case LOGISTIC, SOFTPLUS -> throw new IllegalArgumentException(function.label());
    };
  }

  private static Runnable doubles(
      Function function, long mode, int n, DoublePointer from, DoublePointer to) {
    return switch (function) {
      case EXP -> () -> mkl_rt.vmdExp(n, from, to, mode);
      case EXPM1 -> () -> mkl_rt.vmdExpm1(n, from, to, mode);
      case LOG -> () -> mkl_rt.vmdLn(n, from, to, mode);
      case LOG1P -> () -> mkl_rt.vmdLog1p(n, from, to, mode);
      case TANH -> () -> mkl_rt.vmdTanh(n, from, to, mode);
      case ERF -> () -> mkl_rt.vmdErf(n, from, to, mode);
      case LOGISTIC, SOFTPLUS -> throw new IllegalArgumentException(function.label());
    };
  }
}
