package io.logdrive.destination.security;

import io.logdrive.destination.query.Audit;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/** Enters who asks, and from where. Confined to one request. */
@RequestScoped
public class CallersAudit implements Audit {
    @Inject Access access;
    @Inject Exchange exchange;

    @Override
    public void enter(String what, String target, String outcome) {
        access.audit().enter(exchange.call().entry(what, target, outcome));
    }
}
