package io.logdrive.payara.start;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** Says where its WAR is deployed, and when it is not any more. Thread-safe. */
public final class StartPageListener implements ServletContextListener {
    /** The parameter in web.xml with the WAR's name. */
    private static final String WAR = "logdrive-start-page";

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        new StartPage(context.getInitParameter(WAR)).open(context.getContextPath());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        new StartPage(event.getServletContext().getInitParameter(WAR)).close();
    }
}
