package io.logdrive.payara.letters;

/** A parameter does not say which dead letters are meant. */
public final class WrongChoiceException extends IllegalArgumentException {
    private final String parameter;

    WrongChoiceException(String parameter, String expected, String found) {
        super(parameter + ": expected " + expected + ", found " + found);
        this.parameter = parameter;
    }

    /** The parameter at fault. */
    public String parameter() {
        return parameter;
    }
}
