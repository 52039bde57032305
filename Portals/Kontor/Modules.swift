import CRM
import Platform

/// The modules of this installation. A new one is added here, and nowhere else.
let installedModules: [Module] = [crm]
